import { describe, expect, it } from "vitest";
import type { WorkspaceChange } from "./index.js";
import { accountWorld, failure } from "./testing/account-world.js";

function world() {
  const base = accountWorld();
  const network_id = base.network("n");
  const spec = { ...base.spec(), network_id, custom_tags: { team: "a" } };
  const id = base.running(spec);
  const { workspaces } = base.account;
  const update = (change: WorkspaceChange, mask?: string) => workspaces.update(id, change, mask);
  return { ...base, spec, id, update, workspaces };
}

describe("an update", () => {
  it("provisions again, and cannot be doubled", () => {
    const { update, settle, workspaces, id } = world();
    expect(update({ custom_tags: { team: "b" } })).toMatchObject({
      workspace_status: "PROVISIONING",
      workspace_status_message: "Workspace resources are being updated.",
      custom_tags: { team: "b" },
    });
    expect(failure(() => update({ custom_tags: {} }))).toBe(
      `INVALID_STATE: Workspace ${id} is PROVISIONING: it can be updated once it is RUNNING or FAILED.`,
    );
    settle();
    expect(workspaces.get(id).workspace_status).toBe("RUNNING");
    workspaces.delete(id);
    expect(failure(() => update({}))).toMatch(/^INVALID_STATE: .* is CANCELLING/);
  });

  it("without a mask takes what is given", () => {
    const { update, spec } = world();
    const { workspace_status: _status, ...after } = update({ workspace_name: "b" });
    expect(after).toMatchObject({ ...spec, workspace_name: "b" });
  });

  it("takes a read that is sent back for no change", () => {
    const { update, workspaces, id, settle } = world();
    const before = workspaces.get(id);
    update({ ...before });
    settle();
    expect(workspaces.get(id)).toEqual(before);
    update({ ...before, workspace_status: "FAILED", creation_time: 1 }, "*");
    settle();
    expect(workspaces.get(id)).toEqual(before);
  });

  it("with a mask takes what is named, and clears what is not given", () => {
    const { update, spec } = world();
    const change = { custom_tags: { x: "y" }, pricing_tier: "ENTERPRISE" };
    expect(update(change, "custom_tags")).toMatchObject({
      ...spec,
      custom_tags: { x: "y" },
      pricing_tier: "PREMIUM",
    });
    const other = world();
    expect(other.update({}, "custom_tags,network_connectivity_config_id")).not.toHaveProperty(
      "custom_tags",
    );
  });

  it.each([
    [{}, "network_id", "network_id can only be replaced, not removed."],
    [{ network_id: "" }, undefined, "network_id can only be replaced, not removed."],
    [{}, "*", "can only be replaced, not removed."],
    [{}, "workspace_name", "workspace_name can only be replaced, not removed."],
    [
      { aws_region: "us-east-1" },
      undefined,
      "aws_region can only be updated while the workspace is FAILED.",
    ],
    [{ aws_region: "us-east-1" }, "aws_region", "aws_region can only be updated while"],
    [{ deployment_name: "x" }, undefined, "deployment_name cannot be updated."],
    [{ compute_mode: "SERVERLESS" }, "compute_mode", "compute_mode cannot be updated."],
    [{ workspace_status: "FAILED" }, "workspace_status", "workspace_status cannot be updated."],
    [{}, "nope", 'Invalid update_mask: a workspace has no field "nope".'],
    [{}, "next", 'Invalid update_mask: a workspace has no field "next".'],
    [
      {},
      "custom_tags.team",
      '"custom_tags" can only be updated as a whole, not "custom_tags.team".',
    ],
    [{}, "custom_tags, network_id", "without spaces"],
    [{ pricing_tier: "GOLD" }, undefined, "Invalid pricing_tier GOLD"],
  ])("of %j by %j is refused", (change, mask, text) => {
    const { update, workspaces, id } = world();
    const before = workspaces.get(id);
    expect(failure(() => update(change, mask))).toMatch(/^INVALID_PARAMETER_VALUE: /);
    expect(failure(() => update(change, mask))).toContain(text);
    expect(workspaces.get(id)).toEqual(before);
  });

  it("is refused for what is not there, or taken", () => {
    const { update, spec: used, account, spec } = world();
    expect(failure(() => update({ credentials_id: "x" }))).toMatch(/^RESOURCE_DOES_NOT_EXIST/);
    account.workspaces.create({ workspace_name: "other", aws_region: "eu-west-1" });
    expect(failure(() => update({ workspace_name: "other" }))).toMatch(/^ALREADY_EXISTS/);
    expect(used).toBe(spec);
    expect(failure(() => account.workspaces.update(1, {}))).toMatch(/^RESOURCE_DOES_NOT_EXIST/);
  });
});
