import type { Change } from "./change.js";
import type { Filter } from "./filter.js";
import { matchesFilter } from "./match-filter.js";
import { isComplex, withAttribute, type Resource } from "./resource.js";
import { scimError } from "./scim-error.js";

/** The values of an attribute that has several, after a change; undefined: none are left. */
export function patchValues(before: unknown, change: Change): readonly Resource[] | undefined {
  const known = Array.isArray(before) ? (before as Resource[]) : [];
  const after = change.filter ? chosen(known, change, change.filter) : all(known, change);
  return after.length === 0 ? undefined : after;
}

function all(known: readonly Resource[], change: Change): readonly Resource[] {
  const { op, part, value, name } = change;
  if (part !== undefined) return known.map((item) => withPart(item, part, change));
  if (op === "remove") {
    if (value === undefined || value === null) return [];
    const gone = new Set(valuesOf(value, name).map((item) => item["value"]));
    return known.filter((item) => !gone.has(item["value"]));
  }
  return distinct([...(op === "add" ? known : []), ...valuesOf(value, name)]);
}

function chosen(known: readonly Resource[], change: Change, filter: Filter): readonly Resource[] {
  const { op, part, value, name } = change;
  const fits = (item: Resource): boolean => matchesFilter(item, filter);
  if (op === "remove") {
    if (part === undefined) return known.filter((item) => !fits(item));
    return known.map((item) => (fits(item) ? withPart(item, part, change) : item));
  }
  if (!known.some(fits)) return [...known, missing(change, filter)];
  return known.map((item) => {
    if (!fits(item)) return item;
    if (part !== undefined) return withPart(item, part, change);
    const [given = {}] = valuesOf(value, name);
    return op === "add" ? { ...item, ...given } : given;
  });
}

/** What `emails[type eq "work"].value` makes where there is none of that type. */
function missing({ name, part, value }: Change, filter: Filter): Resource {
  if (part === undefined || filter.kind !== "compare" || filter.operator !== "eq") {
    throw scimError("noTarget", `No value of ${name} fits the path.`);
  }
  return { [filter.path.name]: filter.literal.text, [part]: value };
}

function withPart(item: Resource, part: string, { op, value }: Change): Resource {
  return withAttribute(item, part, op === "remove" ? undefined : value);
}

/** One value or several, each an object or its `value` alone. */
function valuesOf(value: unknown, name: string): readonly Resource[] {
  return [value].flat().map((item) => {
    if (typeof item === "string") return { value: item };
    if (isComplex(item) && typeof item["value"] === "string") return item;
    throw scimError("invalidValue", `Invalid value for ${name}: each must have a value.`);
  });
}

/** The first of each value. */
function distinct(items: readonly Resource[]): readonly Resource[] {
  const byValue = new Map<unknown, Resource>();
  for (const item of items) if (!byValue.has(item["value"])) byValue.set(item["value"], item);
  return [...byValue.values()];
}
