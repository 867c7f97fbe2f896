import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleSdk } from "./bundle-sdk.js";
import { isTest, root, sources } from "./imports.js";

/** Builds one package into its `dist` folder: declarations by the compiler, and bundled code. */
export async function buildPackage(name: "sdk" | "local"): Promise<void> {
  const folder = join(root, "packages", name);
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  const compiler = join(root, "node_modules/typescript-native/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", folder, "--emitDeclarationOnly"], {
    stdio: "inherit",
  });
  if (name === "sdk") await bundleSdk(entries(name));
  else await bundleLocal(folder);
  markExecutable(join(folder, name === "local" ? "dist/main.js" : "dist/cli/main.js"));
}

async function bundleLocal(folder: string): Promise<void> {
  await build({
    entryPoints: entries("local").map((path) => join(root, path)),
    outbase: join(folder, "src"),
    outdir: join(folder, "dist"),
    bundle: true,
    splitting: true,
    // Not in a folder: the path to package.json is the same from there as from the sources.
    chunkNames: "[name]-[hash]",
    format: "esm",
    target: "es2022",
    platform: "node",
    packages: "external",
    legalComments: "none",
    logLevel: "warning",
  });
  // What Python programs are run by stands beside the bundle, which looks for it there.
  cpSync(join(folder, "src/python/kit"), join(folder, "dist/kit"), {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
}

function entries(name: "sdk" | "local"): string[] {
  const all = sources(`packages/${name}/src`).filter((path) => !isTest(path));
  return name === "sdk"
    ? all.filter((path) =>
        /\/src\/(index|cli\/main|(dbutils|extensions)\/index)\.ts$|\/services\/[^/]+\/index\.gen\.ts$/.test(
          path,
        ),
      )
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
