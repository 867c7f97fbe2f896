import { fileURLToPath } from "node:url";
import { startLocalWorkspace } from "databricks-local";
import { expect, it } from "vitest";
import { pythonSdk, pythonSdkVersion, runPython } from "./support/python-sdk.js";

it(
  `the official Python SDK ${pythonSdkVersion} signs in as a service principal`,
  { timeout: 300_000 },
  async (context) => {
    const sdk = await pythonSdk();
    if ("missing" in sdk) {
      console.warn(`SKIPPED: ${sdk.missing}`);
      return context.skip(sdk.missing);
    }
    await using local = await startLocalWorkspace();
    const program = fileURLToPath(new URL("./oauth-m2m.py", import.meta.url));
    const facts: unknown = JSON.parse(await runPython(sdk.python, program, local.env()));
    expect(facts).toEqual({
      secret_hash_only: true,
      auth_type: "oauth-m2m",
      is_robot: true,
      clusters: 0,
      scope: "all-apis",
      by_environment: true,
      not_an_administrator: expect.stringContaining("is not an administrator of the account"),
      wrong_secret: expect.stringContaining("invalid_client: Client authentication failed"),
      jobs: 0,
      out_of_scope: expect.stringContaining("does not have required scopes: clusters"),
      app_secret: true,
      apps: ["dashboard"],
    });
  },
);
