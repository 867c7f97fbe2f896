import { attributePath, type AttributePath } from "./attribute-path.js";
import { isComplex, type Resource } from "./resource.js";

/** Which attributes to show; by names without case, parts of attributes dotted. */
export interface Projection {
  /** Comma-separated: these, and those that are always shown. */
  readonly attributes?: string | undefined;
  /** Comma-separated: all but these. */
  readonly excluded?: string | undefined;
}

/** Shown whatever is asked for, RFC 7644 section 3.9. */
const ALWAYS: ReadonlySet<string> = new Set(["id", "schemas"]);

/** The attributes of a resource that are asked for. */
export function project(resource: Resource, projection: Projection): Resource {
  const wanted = pathsOf(projection.attributes);
  const unwanted = pathsOf(projection.excluded);
  if (!wanted && !unwanted) return resource;
  const entries = Object.entries(resource).flatMap(([name, value]) => {
    if (ALWAYS.has(name)) return [[name, value]];
    const shown = wanted ? only(name, value, wanted) : value;
    const left = unwanted ? without(name, shown, unwanted) : shown;
    return left === undefined ? [] : [[name, left]];
  });
  return Object.fromEntries(entries) as Resource;
}

/** Undefined when nothing is named. What is no name fits no attribute. */
function pathsOf(list: string | undefined): readonly AttributePath[] | undefined {
  const names = (list ?? "").split(",").map((name) => name.trim());
  const named = names.filter((name) => name !== "");
  if (named.length === 0) return undefined;
  return named.flatMap((name) => attributePath(name) ?? []);
}

function only(name: string, value: unknown, paths: readonly AttributePath[]): unknown {
  const matching = paths.filter((path) => path.name === name.toLowerCase());
  if (matching.length === 0) return undefined;
  if (matching.some(({ part }) => part === undefined)) return value;
  const parts = new Set(matching.map(({ part }) => part?.toLowerCase()));
  return withParts(value, (part) => parts.has(part.toLowerCase()));
}

function without(name: string, value: unknown, paths: readonly AttributePath[]): unknown {
  const matching = paths.filter((path) => path.name === name.toLowerCase());
  if (matching.some(({ part }) => part === undefined)) return undefined;
  const parts = new Set(matching.map(({ part }) => part?.toLowerCase()));
  return withParts(value, (part) => !parts.has(part.toLowerCase()));
}

/** The value with those of its parts, or of the parts of each of its items. */
function withParts(value: unknown, keep: (part: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => withParts(item, keep));
  if (!isComplex(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([part]) => keep(part)));
}
