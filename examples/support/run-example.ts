import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LocalWorkspace } from "databricks-local";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an example is run with beside a local workspace. */
export interface ExampleRun {
  readonly args?: readonly string[];
  /** Variables; they replace those that point to the local workspace. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs an example as its reader would, on a local workspace, and returns what it printed. */
export async function runExample(
  local: LocalWorkspace,
  name: string,
  { args = [], env = {} }: ExampleRun = {},
): Promise<string> {
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith("DATABRICKS_"));
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [tsx, join(root, "examples", `${name}.ts`), ...args],
    { cwd: root, env: { ...Object.fromEntries(own), ...local.env(), ...env }, timeout: 60_000 },
  );
  return stdout + stderr;
}
