// `npm run test:runtimes`: runs acceptance/runtimes/core.mjs on every runtime against a local
// workspace, with the built SDK installed as a user's program has it. The runtimes come from npm on
// first use and stay in .cache/.
import { execFile } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { root } from "./imports.js";

const run = promisify(execFile);
const onWindows = process.platform === "win32";

/** A runtime as npm has it. */
interface Runtime {
  readonly name: string;
  readonly version: string;
  /** The npm package that brings it. */
  readonly package: string;
  /** Its executable within the package. */
  readonly executable: string;
  /** What stands before the program. */
  readonly args: readonly string[];
}

/** A release of Node: the one that runs this, where it is of the same line. */
function node(version: string): Runtime {
  const platform = onWindows ? "win" : process.platform;
  return {
    name: "node",
    version: isOwnLine(version) ? process.versions.node : version,
    package: `node-${platform}-${process.arch}`,
    executable: onWindows ? "bin/node.exe" : "bin/node",
    args: [],
  };
}

const isOwnLine = (version: string): boolean =>
  version.split(".")[0] === process.versions.node.split(".")[0];

const permissions = ["--allow-env", "--allow-net", "--allow-read", "--allow-sys"];
const runtimes: readonly Runtime[] = [
  node("20.19.5"),
  node("22.23.3"),
  node("24.21.0"),
  { name: "bun", version: "1.4.5", package: "bun", executable: "bin/bun.exe", args: [] },
  {
    name: "deno",
    version: "2.9.6",
    package: "deno",
    executable: onWindows ? "deno.exe" : "deno",
    args: ["run", "--no-prompt", ...permissions],
  },
];

/** Where the runtime is, installed on first use. */
async function executableOf({ name, version, ...at }: Runtime): Promise<string> {
  if (name === "node" && version === process.versions.node) return process.execPath;
  const folder = join(root, ".cache/runtimes", `${name}-${version}`);
  const path = join(folder, "node_modules", at.package, at.executable);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const install = ["install", "--no-save", "--no-package-lock", "--prefix", folder];
  await run("npm", [...install, `${at.package}@${version}`], { cwd: folder, timeout: 300_000 });
  return path;
}

/** A folder with the program and the SDK, as a user's project looks. */
function project(local: LocalWorkspace): string {
  const folder = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-runtimes-"));
  for (const part of ["package.json", "dist"]) {
    const installed = join(folder, "node_modules/databricks-sdk-ts", part);
    cpSync(join(root, "packages/sdk", part), installed, { recursive: true });
  }
  copyFileSync(join(root, "acceptance/runtimes/core.mjs"), join(folder, "core.mjs"));
  writeFileSync(join(folder, "package.json"), `{"type":"module"}\n`);
  const profile = `[runtime]\nhost = ${local.host}\ntoken = ${local.token}\n\n[empty]\n`;
  writeFileSync(join(folder, "profiles.cfg"), profile);
  return folder;
}

interface Result {
  readonly passed: number;
  readonly failed: number;
  /** What did not hold, and why. */
  readonly complaints: string;
}

async function test(runtime: Runtime, folder: string, local: LocalWorkspace): Promise<Result> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("DATABRICKS_"));
  const env = {
    ...Object.fromEntries(own),
    ...local.env(),
    HOME: folder,
    PROFILE_FILE: join(folder, "profiles.cfg"),
    NO_COLOR: "1",
  };
  const program = [...runtime.args, "core.mjs"];
  const executable = await executableOf(runtime);
  try {
    const { stdout } = await run(executable, program, { cwd: folder, env, timeout: 120_000 });
    return resultOf(stdout);
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const result = resultOf(stdout);
    return { ...result, complaints: `${result.complaints}${String(error)}\n${stderr}` };
  }
}

/** Counts the lines of core.mjs. One that stops before its end has failed once more. */
function resultOf(output: string): Result {
  const blocks = output.split(/^(?=ok |not ok |done$)/m);
  const failures = blocks.filter((block) => block.startsWith("not ok "));
  if (blocks.at(-1)?.trim() !== "done") failures.push("it stopped before its end\n");
  return {
    passed: blocks.filter((block) => block.startsWith("ok ")).length,
    failed: failures.length,
    complaints: failures.join(""),
  };
}

const count = { passed: 0, failed: 0, skipped: 0 };
await using local = await startLocalWorkspace();
const folder = project(local);
for (const runtime of runtimes) {
  const title = `${runtime.name} ${runtime.version}`;
  try {
    await executableOf(runtime);
  } catch (error) {
    console.log(`${title}: SKIPPED, npm can't install it: ${String(error).split("\n")[0]}`);
    count.skipped += 1;
    continue;
  }
  const { passed, failed, complaints } = await test(runtime, folder, local);
  console.log(`${title}: ${passed} passed, ${failed} failed\n${complaints}`.trim());
  count.passed += passed;
  count.failed += failed;
  await local.reset();
}
rmSync(folder, { recursive: true, force: true });
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
