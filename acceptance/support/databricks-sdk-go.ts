import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release of the official Go SDK that the acceptance tests run unmodified. */
export const databricksSdkGoVersion = "0.175.0";

const module = "github.com/databricks/databricks-sdk-go";
const cache = fileURLToPath(new URL("../../.cache/", import.meta.url));
const sources = fileURLToPath(new URL("../databricks-sdk-go/", import.meta.url));

/** Programs that are made of the official Go SDK. */
export interface GoPrograms {
  /** The SDK's own integration tests. */
  readonly tests: string;
  /** What is told in `acceptance/databricks-sdk-go`; not there if only the tests were named. */
  readonly stories?: string;
}

/**
 * Programs that are made of the official Go SDK; or why there are none here, for tests to skip aloud.
 *
 * Building them takes minutes, so that they are built when `ACCEPTANCE_GO=1` asks for it, and kept;
 * `ACCEPTANCE_GO=<path>` names a binary of the integration tests that is there.
 */
export async function databricksSdkGo(): Promise<GoPrograms | { missing: string }> {
  const { ACCEPTANCE_GO: wanted = "" } = process.env;
  if (wanted !== "" && wanted !== "1") return { tests: wanted };
  const folder = join(cache, `databricks-sdk-go-${databricksSdkGoVersion}`);
  const programs = { tests: join(folder, "integration.test"), stories: join(folder, "stories") };
  if (existsSync(programs.tests) && isCurrent(programs.stories)) return programs;
  if (wanted === "") {
    const how = "built with ACCEPTANCE_GO=1, or named with the path of their binary";
    return { missing: `the integration tests of the Go SDK are ${how}` };
  }
  try {
    await build(folder, programs);
    return programs;
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const reason = stderr.trim().split("\n").at(-1) || String(error).split("\n")[0];
    return { missing: `the integration tests of the Go SDK cannot be built: ${reason}` };
  }
}

/** How a program ended. */
export interface GoRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with these variables, and no others that SDKs read. */
export function runGo(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<GoRun> {
  const { PATH = "" } = process.env;
  const options = { env: { PATH, ...env }, timeout: 110_000, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    const child = execFile(program, [...args], options, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** Whether a program is newer than all that it was made of. */
function isCurrent(program: string): boolean {
  if (!existsSync(program)) return false;
  const changed = (path: string): number => statSync(path).mtimeMs;
  return readdirSync(sources).every((name) => changed(join(sources, name)) < changed(program));
}

async function build(folder: string, { tests, stories }: Required<GoPrograms>): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(sources, folder, { recursive: true });
  const required = `require ${module} v${databricksSdkGoVersion}`;
  writeFileSync(join(folder, "go.mod"), `module stories\n\ngo 1.24.0\n\n${required}\n`);
  const env = { ...process.env, GOFLAGS: "-mod=mod", GOMAXPROCS: "1" };
  const go = (...args: readonly string[]): Promise<unknown> =>
    run("go", [...args], { env, cwd: folder, timeout: 480_000 });
  await go("build", "-o", stories, ".");
  await go("test", "-c", "-o", tests, `${module}/internal`);
}
