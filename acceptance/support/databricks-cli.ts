import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release of the official CLI that the acceptance tests are written for. */
export const databricksCliVersion = "1.13.0";

const cache = fileURLToPath(new URL("../../.cache/", import.meta.url));

/**
 * The official `databricks` CLI; or why there is none here, for tests to skip aloud.
 *
 * Building it takes minutes, so that it is built when `ACCEPTANCE_CLI=1` asks for it, and kept;
 * `ACCEPTANCE_CLI=<path>` names one that is there.
 */
export async function databricksCli(): Promise<{ cli: string } | { missing: string }> {
  const { ACCEPTANCE_CLI: wanted = "" } = process.env;
  if (wanted !== "" && wanted !== "1") return { cli: wanted };
  const folder = join(cache, `databricks-cli-${databricksCliVersion}`);
  const cli = join(folder, "cli");
  if (existsSync(cli)) return { cli };
  if (wanted === "") {
    return { missing: "the databricks CLI is built with ACCEPTANCE_CLI=1, or named with its path" };
  }
  try {
    mkdirSync(folder, { recursive: true });
    const env = { ...process.env, GOBIN: folder, GOFLAGS: "-mod=mod", GOMAXPROCS: "1" };
    const module = `github.com/databricks/cli@v${databricksCliVersion}`;
    await run("go", ["install", module], { env, cwd: folder, timeout: 480_000 });
    return { cli };
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const reason = stderr.trim().split("\n").at(-1) || String(error).split("\n")[0];
    return { missing: `the databricks CLI cannot be built: ${reason}` };
  }
}
