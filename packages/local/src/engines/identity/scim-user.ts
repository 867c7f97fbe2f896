/** A value of a SCIM attribute that has several. */
export interface ScimValue {
  readonly value: string;
  readonly display?: string;
  readonly primary?: boolean;
  readonly type?: string;
  readonly $ref?: string;
}

/** A user as SCIM shows it (RFC 7643 section 4.1, with the platform's fields). */
export interface ScimUser {
  readonly schemas: string[];
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly active: boolean;
  readonly name: { readonly givenName?: string; readonly familyName?: string };
  readonly emails: ScimValue[];
  readonly groups: ScimValue[];
  readonly entitlements: ScimValue[];
  readonly roles: ScimValue[];
  readonly externalId?: string;
}

/** Which attributes to show; by names without case, sub-attributes dotted. */
export interface Projection {
  /** Comma-separated: these, and those that are always shown. */
  readonly attributes?: string | undefined;
  /** Comma-separated: all but these. */
  readonly excluded?: string | undefined;
}

/** Shown whatever is asked for, RFC 7644 section 3.9. */
const ALWAYS = new Set(["id", "schemas"]);

/** The attributes of `user` that are asked for. */
export function project(user: ScimUser, projection: Projection): Partial<ScimUser> {
  const wanted = pathsOf(projection.attributes);
  const unwanted = pathsOf(projection.excluded);
  if (wanted.length === 0 && unwanted.length === 0) return user;
  const entries = Object.entries(user).flatMap(([name, value]: [string, unknown]) => {
    if (ALWAYS.has(name)) return [[name, value]];
    const shown = wanted.length > 0 ? only(name, value, wanted) : value;
    const left = shown === undefined ? undefined : without(name, shown, unwanted);
    return left === undefined ? [] : [[name, left]];
  });
  return Object.fromEntries(entries) as Partial<ScimUser>;
}

function pathsOf(list: string | undefined): string[][] {
  return (list ?? "")
    .split(",")
    .map((path) => path.trim().toLowerCase())
    .filter((path) => path !== "")
    .map((path) => path.split("."));
}

function only(name: string, value: unknown, paths: readonly string[][]): unknown {
  const matching = paths.filter(([first]) => first === name.toLowerCase());
  if (matching.length === 0) return undefined;
  if (matching.some((path) => path.length === 1)) return value;
  const parts = new Set(matching.map((path) => path[1]));
  return mapParts(value, (part) => parts.has(part.toLowerCase()));
}

function without(name: string, value: unknown, paths: readonly string[][]): unknown {
  const matching = paths.filter(([first]) => first === name.toLowerCase());
  if (matching.some((path) => path.length === 1)) return undefined;
  const parts = new Set(matching.map((path) => path[1]));
  return mapParts(value, (part) => !parts.has(part.toLowerCase()));
}

/** The value with those of its sub-attributes, or of each of its items. */
function mapParts(value: unknown, keep: (part: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => mapParts(item, keep));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([part]) => keep(part)));
}
