import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { isTest, root, sources } from "./imports.js";

/**
 * Builds one package into its `dist` folder: declarations by the compiler, and code in a few
 * chunks, because every further file costs a start-up a third of a millisecond.
 */
export async function buildPackage(name: "sdk" | "local"): Promise<void> {
  const folder = join(root, "packages", name);
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  const entryPoints = entries(name).map((path) => join(root, path));
  const declarations = (): void => {
    const compiler = join(root, "node_modules/typescript-native/bin/tsc");
    execFileSync(process.execPath, [compiler, "-p", folder, "--emitDeclarationOnly"], {
      stdio: "inherit",
    });
  };
  declarations();
  await build({
    entryPoints,
    outbase: join(folder, "src"),
    outdir: join(folder, "dist"),
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    target: "es2022",
    platform: name === "sdk" ? "neutral" : "node",
    packages: "external",
    legalComments: "none",
    logLevel: "warning",
  });
  if (name === "local") markExecutable(join(folder, "dist/main.js"));
}

function entries(name: "sdk" | "local"): string[] {
  const all = sources(`packages/${name}/src`).filter((path) => !isTest(path));
  return name === "sdk"
    ? all.filter((path) => /\/src\/index\.ts$|\/services\/[^/]+\/index\.gen\.ts$/.test(path))
    : all.filter((path) => /\/src\/(index|main)\.ts$/.test(path));
}

function markExecutable(path: string): void {
  const code = readFileSync(path, "utf8");
  if (!code.startsWith("#!")) writeFileSync(path, `#!/usr/bin/env node\n${code}`);
  chmodSync(path, 0o755);
}

if (process.argv[1]?.endsWith("build.ts")) {
  await buildPackage("sdk");
  await buildPackage("local");
}
