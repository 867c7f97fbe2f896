import type { TypeRef } from "../../model/index.js";

/** A type in the notation of the checks: `string`, `[]int64`, `{}Library`, `compute.Library`. */
export function typeNotation(type: TypeRef, home: string): string {
  switch (type.kind) {
    case "primitive":
      return type.name;
    case "array":
      return `[]${typeNotation(type.of, home)}`;
    case "map":
      return `{}${typeNotation(type.of, home)}`;
    case "named":
      return type.package === home ? type.name : `${type.package}.${type.name}`;
  }
}

/** The named types that a type mentions, as packages. */
export function packagesIn(type: TypeRef): readonly string[] {
  if (type.kind === "named") return [type.package];
  return type.kind === "primitive" ? [] : packagesIn(type.of);
}

const typescript: Readonly<Record<string, string>> = {
  any: "unknown",
  bool: "boolean",
  float: "number",
  int32: "number",
  int64: "number | bigint",
};

/** A type in TypeScript, named types by the namespace of their package. */
export function typeText(type: TypeRef): string {
  switch (type.kind) {
    case "primitive":
      return typescript[type.name] ?? "string";
    case "array":
      return `Array<${typeText(type.of)}>`;
    case "map":
      return `Record<string, ${typeText(type.of)}>`;
    case "named":
      return `${type.package}.${type.name}`;
  }
}
