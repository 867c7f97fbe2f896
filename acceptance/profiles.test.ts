import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { expect, it } from "vitest";
import { pythonSdk, pythonSdkVersion, runPython } from "./support/python-sdk.js";

function profiles({ host, token, accountId }: LocalWorkspace, adasToken: string): string {
  return [
    `[DEFAULT]\nhost = ${host}\ntoken = ${token}\n`,
    `[ada]\nhost = ${host}\ntoken = ${adasToken}\n`,
    `[account]\nhost = ${host}\ntoken = ${token}\naccount_id = ${accountId}\n`,
  ].join("\n");
}

it(
  `the official Python SDK ${pythonSdkVersion} and this one sign in alike with the same profiles`,
  { timeout: 300_000 },
  async (context) => {
    const sdk = await pythonSdk();
    if ("missing" in sdk) {
      console.warn(`SKIPPED: ${sdk.missing}`);
      return context.skip(sdk.missing);
    }
    const ada = { userName: "ada@example.com", token: "dapi-of-ada" };
    await using local = await startLocalWorkspace({ users: [ada] });
    const folder = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-profiles-"));
    context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const env = { DATABRICKS_CONFIG_FILE: join(folder, "profiles.cfg") };
    writeFileSync(env.DATABRICKS_CONFIG_FILE, profiles(local, ada.token));

    const program = fileURLToPath(new URL("./profiles.py", import.meta.url));
    const facts = JSON.parse(await runPython(sdk.python, program, env)) as Record<string, unknown>;
    const robot = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    expect(facts).toEqual({
      DEFAULT: { user: local.userName, auth_type: "pat" },
      robot: { user: robot, auth_type: "oauth-m2m", is: robot },
      ada: { user: ada.userName, auth_type: "pat" },
      workspaces: 1,
      by_variable: { user: ada.userName, auth_type: "pat" },
      missing: expect.stringContaining("missing"),
    });

    // The file now has the robot's profile, which Python wrote.
    for (const profile of ["DEFAULT", "robot", "ada"]) {
      await using w = new WorkspaceClient({ profile, env });
      const { user, auth_type } = facts[profile] as { user: string; auth_type: string };
      expect((await w.currentUser.me()).userName).toBe(user);
      expect(w.config.authType).toBe(auth_type);
    }
    await using w = new WorkspaceClient({ env: { ...env, DATABRICKS_CONFIG_PROFILE: "ada" } });
    expect((await w.currentUser.me()).userName).toBe(ada.userName);
    expect(() => new WorkspaceClient({ profile: "missing", env })).toThrow(/missing/);
  },
);
