import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

/** More than numbers hold exactly: rounding makes another one of it. */
const LARGE = "9007199254740993";

describe("ids that nothing has", () => {
  proof([], "are named as they came", async ({ error, workspace }) => {
    const said = async (verb: string, path: string, body?: unknown): Promise<string> =>
      (await error(verb, path, body)).message;
    const account = `/api/2.0/accounts/${workspace.accountId}/workspaces`;
    const run = { run_id: LARGE };
    expect(await said("GET", `/api/2.2/jobs/get?job_id=${LARGE}`)).toContain(`Job ${LARGE} does`);
    expect(await said("POST", "/api/2.2/jobs/runs/cancel", run)).toContain(`Run ${LARGE} does`);
    const handle = await said("POST", "/api/2.0/dbfs/close", { handle: LARGE });
    expect(handle).toContain(`handle ${LARGE}:`);
    expect(await said("GET", `/api/2.0/repos/${LARGE}`)).toContain("Repo could not be found");
    expect(await said("GET", `${account}/${LARGE}`)).toContain(LARGE);
    expect(await said("GET", `${account}/${LARGE}/permissionassignments`)).toContain(LARGE);
  });

  proof([], "are no other spelling of one that something has", async ({ call, error }) => {
    const { job_id: id } = await call<{ job_id: number }>("POST", "/api/2.2/jobs/create", {});
    for (const odd of [`%20${id}`, `${id}.0`, `${id / 10}e1`, "0x5", "abc"]) {
      const { status } = await error("GET", `/api/2.0/permissions/jobs/${odd}`);
      expect(status, odd).toBe(404);
      expect((await error("GET", `/api/2.2/jobs/get?job_id=${odd}`)).status, odd).toBe(400);
    }
    // The root of the tree has the id 0, which is what some spellings are as numbers.
    for (const odd of ["0x0", "00", "-0", "%20", "0e5"]) {
      const { status } = await error("GET", `/api/2.0/permissions/directories/${odd}`);
      expect(status, odd).toBe(404);
    }
    await call("GET", "/api/2.0/permissions/directories/0");
  });
});
