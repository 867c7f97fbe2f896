import { expect, it } from "vitest";
import type { Machine } from "../support/cli-machine.js";
import type { Scene } from "../support/cli-story.js";

const runtime = "16.4.x-scala2.12";
const nodes = ["--node-type-id", "i3.xlarge", "--num-workers", "1"];

/** Clusters, and what they are made with. */
export function tellOfClusters(scene: Scene): void {
  const create = async (...args: readonly string[]): Promise<Cluster> =>
    (await scene.machine.json("clusters", "create", runtime, ...args)) as Cluster;

  it("creates, stops, starts, resizes and removes them, and waits each time", async () => {
    const { machine } = scene;
    const { cluster_id: id, state } = await create(...nodes, "--cluster-name", "cli");
    expect(state).toBe("RUNNING");
    expect(await machine.json("clusters", "list")).toMatchObject([
      { cluster_id: id, cluster_name: "cli", state: "RUNNING" },
    ]);
    expect(await machine.refusal("clusters", "start", id)).toContain("unexpected state Running");
    const stopped = { state: "TERMINATED", termination_reason: { code: "USER_REQUEST" } };
    expect(await machine.json("clusters", "delete", id)).toMatchObject(stopped);
    expect(await machine.json("clusters", "delete", id)).toMatchObject(stopped);
    expect(await machine.json("clusters", "start", id)).toMatchObject({ state: "RUNNING" });
    expect(await machine.json("clusters", "restart", id)).toMatchObject({ state: "RUNNING" });
    const resized = await machine.json("clusters", "resize", id, "--num-workers", "2");
    expect(resized).toMatchObject({ state: "RUNNING", num_workers: 2 });
    const events = (await machine.json("clusters", "events", id)) as { type: string }[];
    const types = events.map(({ type }) => type).toReversed();
    expect(types).toEqual(expect.arrayContaining(["CREATING", "TERMINATING", "RESTARTING"]));
    expect(types[0]).toBe("CREATING");
    await machine.cli("clusters", "pin", id);
    expect(await machine.refusal("clusters", "permanent-delete", id)).toContain("unpin");
    await machine.cli("clusters", "unpin", id);
    await machine.cli("clusters", "permanent-delete", id);
    expect(await machine.refusal("clusters", "get", id)).toContain("does not exist");
    expect(await machine.refusal("clusters", "create", runtime, "--num-workers", "1")).toContain(
      "Missing required field 'node_type_id'",
    );
  });

  it("says what libraries come to", async () => {
    const { machine } = scene;
    const { cluster_id } = await create(...nodes);
    const libraries = [{ whl: "/Workspace/Shared/none-1.0-py3-none-any.whl" }];
    const statuses = (): Promise<unknown> =>
      machine.json("libraries", "cluster-status", cluster_id);
    expect(await statuses()).toEqual([]);
    await machine.send({ cluster_id, libraries }, "libraries", "install");
    await expect
      .poll(statuses, { timeout: 20_000 })
      .toMatchObject([{ library: libraries[0], status: "FAILED", messages: [expect.any(String)] }]);
    await machine.send({ cluster_id, libraries }, "libraries", "uninstall");
    await machine.cli("clusters", "restart", cluster_id);
    expect(await statuses()).toEqual([]);
    expect(await machine.refusal("libraries", "cluster-status", "none")).toContain(
      "Cluster none does not exist",
    );
    await machine.cli("clusters", "permanent-delete", cluster_id);
  });

  it("makes them of pools and by policies", async () => {
    const { machine } = scene;
    const pool = (await machine.json("instance-pools", "create", "pool", "i3.xlarge")) as {
      instance_pool_id: string;
    };
    const id = pool.instance_pool_id;
    const pooled = await create("--instance-pool-id", id, "--num-workers", "1");
    expect(pooled).toMatchObject({ instance_pool_id: id, state: "RUNNING" });
    expect(await machine.json("instance-pools", "get", id)).toMatchObject({
      instance_pool_name: "pool",
      stats: { used_count: 2 },
    });
    await machine.cli("clusters", "permanent-delete", pooled.cluster_id);
    await machine.cli("instance-pools", "edit", id, "renamed", "i3.xlarge");
    expect(await machine.json("instance-pools", "list")).toMatchObject([
      { instance_pool_name: "renamed" },
    ]);
    await machine.cli("instance-pools", "delete", id);
    expect(await machine.refusal("instance-pools", "get", id)).toContain("Can't find an instance");

    const rules = { type: "range", maxValue: 60, defaultValue: 30 };
    const definition = JSON.stringify({ autotermination_minutes: rules });
    const policies = (...args: readonly string[]): Promise<unknown> =>
      machine.json("cluster-policies", ...args);
    const made = await policies("create", "--name", "short", "--definition", definition);
    const { policy_id } = made as { policy_id: string };
    const governed = [...nodes, "--policy-id", policy_id];
    const late = ["clusters", "create", runtime, ...governed, "--autotermination-minutes", "90"];
    expect(await machine.refusal(...late)).toContain(
      "Validation failed for autotermination_minutes",
    );
    const obeying = await create(...governed, "--apply-policy-default-values");
    expect(obeying).toMatchObject({ autotermination_minutes: 30, policy_id });
    const broken = ["cluster-policies", "create", "--name", "bad", "--definition", "{no"];
    expect(await machine.refusal(...broken)).toContain("JSON object");
    await machine.cli("clusters", "permanent-delete", obeying.cluster_id);
    await machine.cli("cluster-policies", "delete", policy_id);
    expect(await machine.refusal("cluster-policies", "get", policy_id)).toContain(
      "Can't find a cluster policy",
    );
  });

  it("keeps instance profiles and global init scripts", async () => {
    const { machine } = scene;
    const arn = "arn:aws:iam::123456789012:instance-profile/cli";
    await machine.cli("instance-profiles", "add", arn);
    expect(await machine.refusal("instance-profiles", "add", arn)).toContain("already been added");
    expect(await machine.json("instance-profiles", "list")).toMatchObject([
      { instance_profile_arn: arn },
    ]);
    await machine.cli("instance-profiles", "remove", arn);
    expect(await machine.json("instance-profiles", "list")).toEqual([]);

    const script = Buffer.from("echo hello").toString("base64");
    const { script_id: id } = (await scripts(machine, "create", "hello", script)) as {
      script_id: string;
    };
    expect(await scripts(machine, "get", id)).toMatchObject({ name: "hello", script });
    await machine.cli("global-init-scripts", "update", id, "bye", script, "--enabled");
    expect(await scripts(machine, "list")).toMatchObject([{ name: "bye", enabled: true }]);
    expect(await machine.refusal("global-init-scripts", "create", "bad", "%")).toContain("base64");
    await machine.cli("global-init-scripts", "delete", id);
    expect(await scripts(machine, "list")).toEqual([]);
  });
}

interface Cluster {
  readonly cluster_id: string;
  readonly state: string;
}

function scripts(machine: Machine, ...args: readonly string[]): Promise<unknown> {
  return machine.json("global-init-scripts", ...args);
}
