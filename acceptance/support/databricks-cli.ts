import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release of the official CLI that the acceptance tests are written for. */
export const databricksCliVersion = "1.10.0";

const module = "github.com/databricks/cli";
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
    await build(folder, cli);
    return { cli };
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const reason = stderr.trim().split("\n").at(-1) || String(error).split("\n")[0];
    return { missing: `the databricks CLI cannot be built: ${reason}` };
  }
}

/** As a dependency of an empty module: its own list of versions isn't asked for then. */
async function build(folder: string, cli: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const required = `require ${module} v${databricksCliVersion}`;
  writeFileSync(join(folder, "go.mod"), `module acceptance\n\ngo 1.24.0\n\n${required}\n`);
  const version = `-X ${module}/internal/build.buildVersion=${databricksCliVersion}`;
  const draft = `${cli}.${process.pid}`;
  await run("go", ["build", "-ldflags", version, "-o", draft, module], {
    cwd: folder,
    env: { ...process.env, GOFLAGS: "-mod=mod", GOMAXPROCS: "1" },
    timeout: 1_500_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  renameSync(draft, cli);
}
