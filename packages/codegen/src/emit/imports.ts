import { braced, layOut } from "./layout.js";

/**
 * The imports of one generated file, collected while its body is written. Names are told apart from
 * those that the file declares or has imported from elsewhere: the later one gets an alias.
 */
export class Imports {
  readonly #modules = new Map<
    string,
    { types: Map<string, string>; values: Map<string, string> }
  >();
  readonly #locals: Map<string, string>;

  /** @param declared Names that belong to the file itself. */
  constructor(declared: Iterable<string> = []) {
    this.#locals = new Map(Array.from(declared, (name) => [name, ""]));
  }

  /** Imports a type and returns its name in this file. */
  type(module: string, name: string, alias: string): string {
    return this.#add(module, name, alias, "types");
  }

  /** Imports a class or function and returns its name in this file. */
  value(module: string, name: string, alias: string): string {
    return this.#add(module, name, alias, "values");
  }

  #add(module: string, name: string, alias: string, kind: "types" | "values"): string {
    const entry = this.#modules.get(module) ?? { types: new Map(), values: new Map() };
    this.#modules.set(module, entry);
    const known = entry[kind].get(name) ?? entry.values.get(name);
    if (known !== undefined) return known;
    const local = this.#claim(name, module) ? name : alias;
    if (local === alias && !this.#claim(alias, module)) {
      throw new Error(`both ${name} and ${alias} of ${module} collide with another import`);
    }
    entry[kind].set(name, local);
    return local;
  }

  #claim(name: string, module: string): boolean {
    const owner = this.#locals.get(name);
    if (owner === undefined) this.#locals.set(name, module);
    return owner === undefined || owner === module;
  }

  /** The import declarations, sorted by module; ends in an empty line unless there are none. */
  toString(): string {
    const modules = [...this.#modules].sort(([a], [b]) => compareText(a, b));
    const lines = modules.flatMap(([module, { types, values }]) => [
      declaration("import", values, module),
      declaration("import type", types, module),
    ]);
    const text = lines.join("");
    return text === "" ? "" : `${text}\n`;
  }
}

function declaration(keyword: string, names: ReadonlyMap<string, string>, module: string): string {
  if (names.size === 0) return "";
  const sorted = [...names].sort(([a], [b]) => compareText(a, b));
  const specifiers = sorted.map(([name, local]) => (name === local ? name : `${name} as ${local}`));
  const list = specifiers.length === 1 ? `{ ${specifiers.join("")} }` : braced(specifiers);
  return `${layOut([`${keyword} `, list, ` from "${module}";`])}\n`;
}

/** Orders text by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
