import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { root } from "./imports.js";

/** A name and the file, relative to the repository, that makes it. */
export interface Origin {
  readonly file: string;
  readonly name: string;
}

/** One import or re-export of values: the name here, and where it comes from. */
interface Binding {
  readonly local: string;
  readonly origin: Origin;
}

const statement = /^(import|export)\s+\{([^}]*)\}\s+from\s+"(\.[^"]+)\.js";/gm;
const lazyImport = /\bimport\("(\.[^"]+)\.js"\)/g;
const indexFile = /\/index(\.gen)?\.ts$/;

/**
 * A file's code with its imports of other files' values rewritten: each comes from the file that
 * makes it, not from an `index.ts` on the way. Why: a bundler that splits code takes a file along
 * with everything that its imports reach, so one name of a folder would bring all the others.
 *
 * @param specifierOf What stands for a file in the code.
 */
export function withDirectImports(path: string, specifierOf: (origin: Origin) => string): string {
  return source(path).replace(statement, (_all, keyword: string, names: string, from: string) => {
    const bySpecifier = new Map<string, string[]>();
    for (const { local, origin } of bindings(path, names, from)) {
      const specifier = specifierOf(origin);
      const name = origin.name === local ? local : `${origin.name} as ${local}`;
      bySpecifier.set(specifier, [...(bySpecifier.get(specifier) ?? []), name]);
    }
    return Array.from(
      bySpecifier,
      ([specifier, list]) => `${keyword} { ${list.join(", ")} } from ${JSON.stringify(specifier)};`,
    ).join(" ");
  });
}

/** The files that a program gets with a file: those that its imports of values reach. */
export function reach(path: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, , names = "", from = ""] of source(path).matchAll(statement)) {
    for (const { origin } of bindings(path, names, from)) reach(origin.file, found);
  }
  return found;
}

/** The files that a file loads with `import()`. */
export function lazyImports(path: string): readonly string[] {
  return Array.from(source(path).matchAll(lazyImport), ([, from = ""]) => fileOf(path, from));
}

function bindings(path: string, names: string, from: string): readonly Binding[] {
  const file = fileOf(path, from);
  return valueNames(names).map(([name, local]) => ({ local, origin: originOf(file, name) }));
}

/** Follows an index file's re-export to the file that makes a name. */
function originOf(file: string, name: string): Origin {
  if (!indexFile.test(file)) return { file, name };
  for (const [, keyword, names = "", from = ""] of source(file).matchAll(statement)) {
    const offered = valueNames(names).find(([, local]) => keyword === "export" && local === name);
    if (offered !== undefined) return originOf(fileOf(file, from), offered[0]);
  }
  throw new Error(`${file} does not offer ${name}`);
}

/** The names in `{ a, b as c, type D }` that are values, each as it is there and as it is here. */
function valueNames(names: string): readonly (readonly [there: string, here: string])[] {
  return names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => {
      const [there = "", here = there] = name.split(/\s+as\s+/);
      return [there, here] as const;
    });
}

function fileOf(importer: string, from: string): string {
  return `${resolve("/", dirname(importer), from).slice(1)}.ts`;
}

const sourceByPath = new Map<string, string>();

function source(path: string): string {
  const text = sourceByPath.get(path) ?? readFileSync(join(root, path), "utf8");
  sourceByPath.set(path, text);
  return text;
}
