import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let folder: string | undefined;

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** What the program said at its end. */
export interface Outcome {
  /** Peak memory in KiB; 0 where the platform does not tell. */
  readonly memory: number;
  /** SHA-256 of the bytes that moved. */
  readonly hash?: string;
}

/** A process that runs the program. */
export interface Child {
  readonly process: ChildProcess;
  /** Rejects with what it complained of. */
  readonly outcome: Promise<Outcome>;
}

/** Has the program beside this file run by a process of its own; see there for its arguments. */
export async function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Child> {
  folder ??= await bundle();
  const process = spawn(globalThis.process.execPath, [join(folder, "program.mjs"), ...args], {
    env: { PATH: globalThis.process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const outcome = new Promise<Outcome>((resolve, reject) => {
    let [printed, complaint] = ["", ""];
    process.stdout.on("data", (text) => (printed += text));
    process.stderr.on("data", (text) => (complaint += text));
    process.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(printed) as Outcome); // what the program prints
      else reject(new Error(`the program ended with ${code}: ${complaint}`));
    });
  });
  outcome.catch(() => undefined); // it may be meant to be killed
  return { process, outcome };
}

/** So that it starts as fast as a built one. */
async function bundle(): Promise<string> {
  const outdir = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-program-"));
  await build({
    entryPoints: [at("program.ts")],
    tsconfig: at("../../../tsconfig.json"),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
  });
  return outdir;
}
