import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build, type BuildOptions, type Plugin, transform } from "esbuild";
import { type Origin, lazyImports, reach, withDirectImports } from "./direct-imports.js";
import { root } from "./imports.js";

const sources = "packages/sdk/src";
const output = join(root, "packages/sdk/dist");

const options: BuildOptions = {
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  packages: "external",
  legalComments: "none",
  logLevel: "warning",
  outbase: join(root, sources),
  outdir: output,
  // Comments go; a second look at the code, when it is written, makes it readable again.
  minifyWhitespace: true,
  write: false,
};

/**
 * Bundles the SDK: `core.js` is what every call needs, which is all that `ApiClient` reaches;
 * `clients.js`, what `index.js` offers beside it; and whatever is loaded on demand, or imported by
 * its own path, is a file of its own. A bundler left to itself would cut the same code into dozens
 * of files, one for each set of those who share something, and every further file costs a start-up
 * a third of a millisecond.
 *
 * @param offered The entry points, relative to the repository.
 */
export async function bundleSdk(offered: readonly string[]): Promise<void> {
  const files = ownFiles(offered);
  const homes = new Map([...files].map((file) => [file, outputOf(file)]));
  const assign = (entry: string, home: string): void => {
    for (const file of reach(join(sources, entry))) if (!homes.has(file)) homes.set(file, home);
  };
  assign("api-client/index.ts", "core.js");
  assign("index.ts", "clients.js");
  const needed = new Map<string, Map<string, Origin>>();
  const plugins = [directImports(homes, needed)];
  const entryPoints = [...files].map((file) => join(root, file));
  const splitting = { splitting: true, chunkNames: "chunks/[name]-[hash]" };
  await emit({ ...options, ...splitting, entryPoints, plugins });
  // In this order, because the clients need names of the core.
  for (const home of ["clients.js", "core.js"]) {
    const contents = exporting(needed.get(home)?.values() ?? []);
    const stdin = { contents, resolveDir: root, sourcefile: home, loader: "ts" } as const;
    await emit({ ...options, stdin, plugins }, join(output, home));
  }
}

/** The files that are loaded by themselves: entry points, services, and what `import()` names. */
function ownFiles(offered: readonly string[]): ReadonlySet<string> {
  const files = new Set(offered);
  for (const file of files) {
    for (const reached of reach(file)) {
      if (reached.includes("/services/")) files.add(reached);
      for (const lazy of lazyImports(reached)) files.add(lazy);
    }
  }
  return files;
}

/** Takes each name from the file that makes it, or from where that file is bundled. */
function directImports(
  homes: ReadonlyMap<string, string>,
  needed: Map<string, Map<string, Origin>>,
): Plugin {
  const specifierOf = (origin: Origin, home: string | undefined): string => {
    const there = homes.get(origin.file);
    if (there === undefined || there === home) return join(root, origin.file);
    const names = needed.get(there) ?? new Map<string, Origin>();
    const other = names.get(origin.name) ?? origin;
    if (other.file !== origin.file) {
      throw new Error(`${other.file} and ${origin.file} both make ${origin.name}: rename one`);
    }
    needed.set(there, names.set(origin.name, origin));
    return `#${there}`;
  };
  return {
    name: "direct imports",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\/packages\/sdk\/src\/.*\.ts$/ }, ({ path }) => {
        const file = relative(root, path);
        const home = homes.get(file);
        const contents = withDirectImports(file, (origin) => specifierOf(origin, home));
        return { contents, loader: "ts" };
      });
      onResolve({ filter: /^#/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        return {
          path: `#${relative(join(root, sources), join(resolveDir, path))}`,
          external: true,
        };
      });
    },
  };
}

function exporting(origins: Iterable<Origin>): string {
  return [...origins]
    .map(({ file, name }) => `export { ${name} } from ${JSON.stringify(join(root, file))};`)
    .sort()
    .join("\n");
}

function outputOf(file: string): string {
  return relative(sources, file).replace(/\.ts$/, ".js");
}

async function emit(bundle: BuildOptions, whole?: string): Promise<void> {
  const { outputFiles = [] } = await build(bundle);
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, { format: "esm", target: "es2022" });
    const file = whole ?? path;
    const folder = relative(dirname(file), output) || ".";
    const placed = code.replaceAll(/\b(from |import\()"#/g, `$1"${folder}/`);
    mkdirSync(dirname(file), { recursive: true });
    // An import of nothing keeps side effects in order; no file has any.
    writeFileSync(file, placed.replaceAll(/^import "\.[^"]*";\n/gm, ""));
  }
}
