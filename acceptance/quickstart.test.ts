import { fileURLToPath } from "node:url";
import { startLocalWorkspace } from "databricks-local";
import { expect, it } from "vitest";
import { pythonSdk, pythonSdkVersion, runPython } from "./support/python-sdk.js";

it(
  `the official Python SDK ${pythonSdkVersion} tells the quick start's story`,
  { timeout: 300_000 },
  async (context) => {
    const sdk = await pythonSdk();
    if ("missing" in sdk) {
      console.warn(`SKIPPED: ${sdk.missing}`);
      return context.skip(sdk.missing);
    }
    await using local = await startLocalWorkspace();
    const program = fileURLToPath(new URL("./quickstart.py", import.meta.url));
    const facts = JSON.parse(await runPython(sdk.python, program, local.env())) as Record<
      string,
      unknown
    >;
    expect(facts).toMatchObject({
      first_status: expect.stringMatching(/^(NOT_PROVISIONED|PROVISIONING)$/),
      workspace_status: "RUNNING",
      workspace_listed: true,
      cluster_state: "RUNNING",
      cluster_listed: true,
      uploaded_bytes: 2_500_000,
      run_state: "TERMINATED",
      run_result: "SUCCESS",
      logs: "Hello, Python\n",
      jobs_listed: true,
      runs_listed: 1,
      missing: "Cluster 0101-000000-missing1 does not exist",
    });
    // Nothing that the client calls may be missing, whatever it makes of the answer.
    expect(
      local.journal.entries().filter((entry) => entry.status === 501 || entry.status === 404),
    ).toEqual([]);
  },
);
