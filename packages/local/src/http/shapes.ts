import type { Fields, OperationCheck, PackageChecks } from "../contract/index.js";
import { withLeniency } from "./leniency.js";

/** A type of the API, ready to hold values against. */
export type Shape =
  | { readonly kind: "primitive"; readonly name: string }
  | { readonly kind: "array"; readonly of: Shape }
  | { readonly kind: "map"; readonly of: Shape }
  | { readonly kind: "enum"; readonly values: ReadonlySet<string> }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, FieldShape> };

/** A field of an object or of a request. */
export interface FieldShape {
  readonly required: boolean;
  /** Looked up when asked for, as types refer to themselves. */
  readonly shape: () => Shape;
}

type Loaders = Readonly<Record<string, () => Promise<PackageChecks>>>;

/** The types of the API, loaded package by package when they are first needed. */
export class Shapes {
  readonly #loaders: Loaders;
  readonly #loading = new Map<string, Promise<void>>();
  /** Packages that are loaded with all that they refer to. */
  readonly #ready = new Set<string>();
  readonly #packages = new Map<string, PackageChecks>();
  readonly #shapes = new Map<string, Shape>();

  constructor(loaders: Loaders) {
    this.#loaders = loaders;
  }

  /** What is known of an operation, e.g. `compute.ClustersAPI.create`; waits only the first time. */
  check(operation: string): OperationCheck | Promise<OperationCheck> {
    const [home = ""] = operation.split(".", 1);
    const find = (): OperationCheck =>
      this.#packages.get(home)?.operations[operation.slice(home.length + 1)] ?? {};
    return this.#ready.has(home) ? find() : this.#load(home).then(find);
  }

  /** Fields as the check tables write them. */
  fields(fields: Fields, home: string): ReadonlyMap<string, FieldShape> {
    return new Map(
      Object.entries(fields).map(([name, notation]) => [name, this.field(notation, home)]),
    );
  }

  /** One field's type: `string`, `[]compute.Library!`. */
  field(notation: string, home: string): FieldShape {
    const required = notation.endsWith("!");
    const type = required ? notation.slice(0, -1) : notation;
    return { required, shape: () => this.#shape(type, home) };
  }

  #shape(type: string, home: string): Shape {
    if (type.startsWith("[]")) return { kind: "array", of: this.#shape(type.slice(2), home) };
    if (type.startsWith("{}")) return { kind: "map", of: this.#shape(type.slice(2), home) };
    if (/^[a-z]\w*$/.test(type)) return { kind: "primitive", name: type };
    const id = type.includes(".") ? type : `${home}.${type}`;
    let shape = this.#shapes.get(id);
    if (!shape) this.#shapes.set(id, (shape = this.#named(id)));
    return shape;
  }

  #named(id: string): Shape {
    const [home = "", name = ""] = id.split(".");
    const type = this.#packages.get(home)?.types[name];
    if (type === undefined) throw new Error(`the contract has no type ${id}`);
    if (typeof type === "string") return this.#shape(type, home);
    if (isList(type)) return { kind: "enum", values: new Set(type) };
    return { kind: "object", fields: withLeniency(id, this.fields(type, home)) };
  }

  /** Loads a package and all that its types refer to, directly or not. */
  #load(name: string): Promise<void> {
    let loading = this.#loading.get(name);
    if (!loading) this.#loading.set(name, (loading = this.#loadAll(name)));
    return loading;
  }

  async #loadAll(first: string): Promise<void> {
    const needed = new Set([first]);
    for (const name of needed) {
      const checks = await this.#loaders[name]?.();
      if (!checks) throw new Error(`the contract has no package ${name}`);
      this.#packages.set(name, checks);
      for (const used of checks.uses) needed.add(used);
    }
    this.#ready.add(first);
  }
}

function isList(type: Fields | readonly string[]): type is readonly string[] {
  return Array.isArray(type);
}
