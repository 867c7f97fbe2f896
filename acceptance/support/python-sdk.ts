import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The release of the official Python SDK that the acceptance tests run unmodified. */
export const pythonSdkVersion = "0.133.0";

const cache = fileURLToPath(new URL("../../.cache/", import.meta.url));

/**
 * The Python interpreter of an environment with the official SDK in it, made on first use; or why
 * there is none here (no python3, no package index), for tests to skip aloud.
 *
 * @param beside what else is installed into an environment of its own, by the environment's name
 */
export async function pythonSdk(beside?: {
  readonly name: string;
  readonly packages: readonly string[];
}): Promise<{ python: string } | { missing: string }> {
  const suffix = beside ? `-${beside.name}` : "";
  const environment = join(cache, `databricks-sdk-py-${pythonSdkVersion}${suffix}`);
  const python = join(environment, "bin", "python");
  if (existsSync(python)) return { python };
  const draft = `${environment}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    await run("python3", ["-m", "venv", draft], { timeout: 60_000 });
    const wanted = [`databricks-sdk==${pythonSdkVersion}`, ...(beside?.packages ?? [])];
    const pip = ["-m", "pip", "install", "--quiet", ...wanted];
    await run(join(draft, "bin", "python"), pip, { timeout: 180_000 });
    renameSync(draft, environment);
    return { python };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    return { missing: `the Python SDK cannot be had: ${String(error).split("\n")[0]}` };
  }
}

/** Runs a Python program with these variables and none of the machine's own DATABRICKS_* ones. */
export async function runPython(
  python: string,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout } = await run(python, ["-B", program], {
    env: { ...foreignVariables(), ...env },
    timeout: 240_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

/** The machine's variables but those that configure the SDK. */
export function foreignVariables(): Readonly<Record<string, string | undefined>> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(DATABRICKS|ARM|GOOGLE)_/.test(name),
  );
  return Object.fromEntries(own);
}
