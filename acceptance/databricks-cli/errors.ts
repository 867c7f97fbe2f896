import { expect, it } from "vitest";
import type { Scene } from "../support/cli-story.js";

/** What the CLI says of what can't be had. */
export function tellOfErrors(scene: Scene): void {
  it("with a token that is none, and at once", async () => {
    const { local, machine } = scene;
    machine.signIn({ host: local.host, token: `dapi${"0".repeat(32)}` });
    const before = local.journal.entries().length;
    expect(await machine.refusal("current-user", "me")).toContain("Invalid access token.");
    const since = local.journal.entries().slice(before);
    expect(since.filter(({ status }) => status === 403)).toHaveLength(1);
    machine.configure(`[DEFAULT]\nhost = ${local.host}\n`);
    expect(await machine.refusal("clusters", "list")).toContain("cannot configure default");
  });

  it("what is no part of the API, which the journal remembers", async () => {
    const { local, machine } = scene;
    const request = "GET /api/2.0/not/there";
    const before = local.journal.entries().length;
    expect(await machine.refusal("api", "get", "/api/2.0/not/there")).toContain(
      `No API found for '${request}'`,
    );
    const since = local.journal.entries().slice(before);
    expect(since.filter(({ status }) => status === 404)).toHaveLength(1);
    expect(local.journal.unimplemented()).toContainEqual({ request, count: 1 });
  });

  it("what is known but not served yet", async () => {
    const { local, machine } = scene;
    const missing = local.coverage().find(({ implemented }) => !implemented)?.operation ?? "";
    expect(missing).not.toBe("");
    expect(await machine.refusal("lakeview", "list")).toContain("does not implement");
  });

  it("things that are missing, in the words of each service", async () => {
    const { machine } = scene;
    const told = async (...args: readonly string[]): Promise<string> =>
      (await machine.refusal(...args)).trim();
    const cluster = "0101-010101-abcdefgh";
    expect(await told("clusters", "get", cluster)).toBe(`Error: Cluster ${cluster} does not exist`);
    expect(await told("jobs", "get", "5")).toBe("Error: Job 5 does not exist.");
    expect(await told("jobs", "get-run", "5")).toBe("Error: Run 5 does not exist.");
    expect(await told("workspace", "get-status", "/nope")).toBe(
      "Error: Path (/nope) doesn't exist.",
    );
    expect(await told("secrets", "list-secrets", "nope")).toBe("Error: Scope nope does not exist!");
    expect(await told("catalogs", "get", "nope")).toBe("Error: Catalog 'nope' does not exist.");
    expect(await told("users", "get", "99")).toBe("Error: User with id 99 not found.");
  });

  it("nothing that it tells about itself", async () => {
    const report = JSON.stringify({ uploadTime: 1, items: [], protoLogs: ["{}"] });
    expect(await scene.machine.json("api", "post", "/telemetry-ext", "--json", report)).toEqual({
      errors: [],
      numProtoSuccess: 1,
    });
  });
}
