import { attributePath, valueOf, type AttributePath } from "./attribute-path.js";
import { matchesFilter } from "./match-filter.js";
import { parseFilter } from "./parse-filter.js";
import { project, type Projection } from "./project.js";
import { isComplex, type Resource } from "./resource.js";
import { scimError } from "./scim-error.js";

/** What to list of a collection, RFC 7644 section 3.4.2. */
export interface ListRequest extends Projection {
  readonly filter?: string | undefined;
  readonly sortBy?: string | undefined;
  /** Default `ascending`. */
  readonly sortOrder?: string | undefined;
  /** Counted from 1; less counts as 1. Default 1. */
  readonly startIndex?: number | undefined;
  /** How many at most; less than 0 counts as 0. Default 100, most 10,000. */
  readonly count?: number | undefined;
}

/** A part of a collection. */
export interface ListAnswer {
  readonly schemas: string[];
  /** How many fit the filter. */
  readonly totalResults: number;
  readonly startIndex: number;
  /** How many are in this answer. */
  readonly itemsPerPage: number;
  readonly Resources: Resource[];
}

const USUAL_COUNT = 100;
const MOST = 10_000;

/**
 * Lists resources, in their own order unless another is asked for.
 *
 * @throws WorkspaceError for a filter or a name that cannot be read
 */
export function list(resources: readonly Resource[], request: ListRequest): ListAnswer {
  const found = sorted(filtered(resources, request.filter), request);
  const startIndex = Math.max(1, request.startIndex ?? 1);
  const count = Math.min(MOST, Math.max(0, request.count ?? USUAL_COUNT));
  const page = found.slice(startIndex - 1, startIndex - 1 + count);
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: found.length,
    startIndex,
    itemsPerPage: page.length,
    Resources: page.map((resource) => project(resource, request)),
  };
}

function filtered(resources: readonly Resource[], text: string | undefined): readonly Resource[] {
  if (text === undefined || text.trim() === "") return resources;
  const filter = parseFilter(text);
  return resources.filter((resource) => matchesFilter(resource, filter));
}

/** Resources without a value come last, or first where the order is turned round. */
function sorted(resources: readonly Resource[], request: ListRequest): readonly Resource[] {
  const { sortBy, sortOrder = "ascending" } = request;
  if (sortBy === undefined || sortBy === "") return resources;
  const path = attributePath(sortBy);
  if (!path) throw scimError("invalidPath", `Invalid sortBy: '${sortBy}' is no attribute.`);
  const keyed = resources.map((resource) => ({ resource, key: sortKey(resource, path) }));
  const turn = sortOrder.toLowerCase() === "descending" ? -1 : 1;
  keyed.sort((a, b) => turn * order(a.key, b.key));
  return keyed.map(({ resource }) => resource);
}

/** Of several values the primary one, or else the first. */
function sortKey(resource: Resource, { name, part }: AttributePath): string | undefined {
  const values = [valueOf(resource, name)].flat();
  const chosen = values.find((item) => isComplex(item) && item["primary"] === true) ?? values[0];
  const value = isComplex(chosen) ? valueOf(chosen, part ?? "value") : chosen;
  if (value === undefined || value === null) return undefined;
  return name === "id" ? String(value).padStart(20, "0") : String(value).toLowerCase();
}

function order(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}
