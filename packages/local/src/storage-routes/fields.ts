import { invalidArgument, type NamedPart } from "../engines/files/index.js";

/** The fields of a request that the API table does not describe. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws {WorkspaceError} unless it is text, and not empty */
export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalidArgument(`${name}: must be given, as text.`);
}

/** @throws {WorkspaceError} unless it is an integer from `least` to `most` */
export function numberIn(fields: Fields, name: string, least: number, most: number): number {
  const given = fields[name];
  // Clients of some languages write large integers as text.
  const isText = typeof given === "string" && /^\d+$/.test(given);
  const value = isText || typeof given === "number" ? Number(given) : Number.NaN;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidArgument(`${name}: must be an integer from ${least} to ${most}.`);
}

/** A flag in a query, however a language writes it. Not there: false. */
export function flagIn(query: URLSearchParams, name: string): boolean {
  const text = query.get(name)?.toLowerCase();
  return text === "true" || text === "1";
}

/** The `parts` of a completion. @throws {WorkspaceError} unless each has a number and a tag */
export function partsIn(fields: Fields): readonly NamedPart[] {
  const parts = fields["parts"] ?? [];
  if (!Array.isArray(parts)) throw invalidArgument("parts: must be a list.");
  return parts.map((part: Fields | null) => ({
    part_number: numberIn(part ?? {}, "part_number", 1, Number.MAX_SAFE_INTEGER),
    etag: textIn(part ?? {}, "etag"),
  }));
}
