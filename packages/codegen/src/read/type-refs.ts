import type { TypeNotation, TypeRef } from "../model/index.js";

/** The type in the words of the model. */
export function typeRef(type: TypeNotation): TypeRef {
  if ("ref" in type) {
    const dot = type.ref.indexOf(".");
    return { kind: "named", package: type.ref.slice(0, dot), name: type.ref.slice(dot + 1) };
  }
  if ("array" in type) return { kind: "array", of: typeRef(type.array) };
  if ("map" in type) return { kind: "map", of: typeRef(type.map) };
  const primitive: TypeRef = { kind: "primitive", name: type.prim };
  return type.shape === "object" ? { kind: "map", of: primitive } : primitive;
}

/** The same for a type that may be absent. */
export function optionalTypeRef(type: TypeNotation | null): TypeRef | null {
  return type === null ? null : typeRef(type);
}
