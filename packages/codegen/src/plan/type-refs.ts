import type { ApiPackage, NamedType, TypeRef } from "../model/index.js";

/** The named type that a reference ends in, through arrays and maps; null for a primitive. */
export function namedIn(type: TypeRef): { package: string; name: string } | null {
  if (type.kind === "named") return { package: type.package, name: type.name };
  return type.kind === "primitive" ? null : namedIn(type.of);
}

/** The types that a type names directly: of its fields, or what an alias stands for. */
export function referencesOf(type: NamedType): readonly TypeRef[] {
  if (type.kind === "object") return type.fields.map((field) => field.type);
  return type.kind === "alias" ? [type.type] : [];
}

/** The package's own types that are reached from `roots`, the roots included. */
export function reachedTypes(apiPackage: ApiPackage, roots: readonly TypeRef[]): Set<string> {
  const types = new Map(apiPackage.types.map((type) => [type.name, type]));
  const reached = new Set<string>();
  const visit = (reference: TypeRef): void => {
    const named = namedIn(reference);
    if (named?.package !== apiPackage.name || reached.has(named.name)) return;
    reached.add(named.name);
    const type = types.get(named.name);
    if (type) referencesOf(type).forEach(visit);
  };
  roots.forEach(visit);
  return reached;
}
