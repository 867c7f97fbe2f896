import { isComplex, type Resource } from "./resource.js";

/** Where a value is: an attribute, or a part of it. Names have no case. */
export interface AttributePath {
  /** Lower-case. */
  readonly name: string;
  /** As the schema spells it, where it is known. */
  readonly part?: string;
}

const PARTS = ["$ref", "display", "familyName", "givenName", "primary", "type", "value"];

/** `userName`, `name.givenName`, `$ref`, each with or without the URN of its schema before it. */
const PATH = /^(?:urn:[^\s[\]()"']+:)?(\$?[a-z][\w-]*)(?:\.(\$?[a-z][\w-]*))?$/i;

/** Reads the name of an attribute, RFC 7644 section 3.10; undefined: it is none. */
export function attributePath(text: string): AttributePath | undefined {
  const [, name, part] = PATH.exec(text) ?? [];
  if (name === undefined) return undefined;
  if (part === undefined) return { name: name.toLowerCase() };
  const known = PARTS.find((spelled) => spelled.toLowerCase() === part.toLowerCase());
  return { name: name.toLowerCase(), part: known ?? part };
}

/** The value of a name in any case. */
export function valueOf(resource: Resource, name: string): unknown {
  if (Object.hasOwn(resource, name)) return resource[name];
  const lower = name.toLowerCase();
  const key = Object.keys(resource).find((known) => known.toLowerCase() === lower);
  return key === undefined ? undefined : resource[key];
}

/**
 * The simple values at a path: of attributes with several values all of them, and of objects their
 * `value` where no part is named.
 */
export function valuesAt(resource: Resource, { name, part }: AttributePath): readonly unknown[] {
  const found = [valueOf(resource, name)].flat();
  const simple = found.map((item) => (isComplex(item) ? valueOf(item, part ?? "value") : item));
  return simple.flat().filter((value) => value !== undefined && value !== null);
}
