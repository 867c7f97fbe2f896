import type { Primitive, TypeRef } from "../model/index.js";
import { type PackagePlan, pascalCase } from "../plan/index.js";
import type { Imports } from "./imports.js";

/** Writes references to types in one file and imports what they name. */
export interface TypeWriter {
  /** The TypeScript type that a reference stands for. */
  text(type: TypeRef): string;
  /** One of the package's own types or requests, by name. */
  own(name: string): string;
  /** A type of the SDK's runtime, by name. */
  runtime(name: RuntimeType): string;
}

/** Where the types of the runtime come from, as a service's file sees it. */
const runtimeModules = {
  BinaryBody: "api-client",
  CallOptions: "api-client",
  DataPlaneOperation: "api-client",
  Int64: "api-client",
  ListOperation: "api-client",
  Operation: "api-client",
  ServiceClient: "api-client",
  Paged: "paging",
  Waiter: "waiting",
  WaitOptions: "waiting",
  Waiting: "waiting",
} as const;

/** A type of the runtime that generated code may name. */
export type RuntimeType = keyof typeof runtimeModules;

const primitives: Readonly<Record<Primitive, string>> = {
  string: "string",
  int32: "number",
  int64: "Int64",
  float: "number",
  bool: "boolean",
  any: "unknown",
  bytes: "string",
  timestamp: "string",
  duration: "string",
  fieldmask: "string",
};

/** @param file The file that is written, without `.gen.ts`; its own types need no import. */
export function typeWriter(plan: PackagePlan, file: string, imports: Imports): TypeWriter {
  const own = (name: string): string => {
    const home = plan.typeFiles.get(name);
    if (home === undefined) throw new Error(`${plan.source.name} has no type ${name}`);
    return home === file ? name : imports.type(`./${home}.gen.js`, name, `${name}Type`);
  };
  const runtime = (name: RuntimeType): string =>
    imports.type(`../../${runtimeModules[name]}/index.js`, name, `Runtime${name}`);
  const text = (type: TypeRef): string => {
    switch (type.kind) {
      case "primitive":
        return type.name === "int64" ? runtime("Int64") : primitives[type.name];
      case "array":
        return `${text(type.of)}[]`;
      case "map":
        return `Record<string, ${text(type.of)}>`;
      case "named": {
        if (type.package === plan.source.name) return own(type.name);
        const alias = `${pascalCase(type.package)}${type.name}`;
        return imports.type(`../${type.package}/index.gen.js`, type.name, alias);
      }
    }
  };
  return { text, own, runtime };
}

/** What a text field holds, where its type alone does not say. */
export function formatNote(type: TypeRef): string {
  if (type.kind === "array") return formatNote(type.of);
  return type.kind === "primitive" ? (formats[type.name] ?? "") : "";
}

const formats: Partial<Record<Primitive, string>> = {
  bytes: "Bytes in base64.",
  timestamp: "A point in time as RFC 3339 text.",
  duration: 'Seconds as text, e.g. `"3.5s"`.',
  fieldmask: "Names of fields, separated by commas.",
};
