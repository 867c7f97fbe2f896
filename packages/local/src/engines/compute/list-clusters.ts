import type { ClusterRecord } from "./cluster-record.js";
import { cutPage, type Page, type SortKey } from "./paging.js";
import { invalid } from "./validate-spec.js";

/** Which clusters to list, and in which order. */
export interface ClusterQuery {
  readonly filter_by?:
    | {
        readonly cluster_sources?: readonly string[] | undefined;
        readonly cluster_states?: readonly string[] | undefined;
        readonly is_pinned?: boolean | undefined;
        readonly policy_id?: string | undefined;
      }
    | undefined;
  readonly sort_by?:
    | { readonly direction?: string | undefined; readonly field?: string | undefined }
    | undefined;
  /** Default 20, at most 100. */
  readonly page_size?: number | undefined;
  readonly page_token?: string | undefined;
}

const DEFAULT_SIZE = 20;
const MOST_SIZE = 100;

/** What uses machines comes first. */
const STATE_ORDER: readonly string[] = [
  "RUNNING",
  "RESIZING",
  "RESTARTING",
  "PENDING",
  "TERMINATING",
  "TERMINATED",
];

/**
 * One page of the clusters that a query asks for. In the default order what runs comes first, then
 * what is pinned, then names count.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` for a bad size, order or token
 */
export function listClusters(
  records: readonly ClusterRecord[],
  query: ClusterQuery,
): Page<ClusterRecord> {
  const size = query.page_size || DEFAULT_SIZE;
  if (!Number.isSafeInteger(size) || size < 1 || size > MOST_SIZE) {
    throw invalid(`Invalid page_size ${size}: it must be between 1 and ${MOST_SIZE}.`);
  }
  const { field = "DEFAULT", direction = "ASC" } = query.sort_by ?? {};
  if (direction !== "ASC" && direction !== "DESC") {
    throw invalid(`Invalid sort_by.direction ${direction}: it must be ASC or DESC.`);
  }
  const keyOf = Object.hasOwn(KEYS, field) ? KEYS[field] : undefined;
  if (!keyOf) {
    throw invalid(`Invalid sort_by.field ${field}: it must be CLUSTER_NAME or DEFAULT.`);
  }
  return cutPage(records.filter(matcher(query.filter_by ?? {})), {
    keyOf,
    descending: direction === "DESC",
    size,
    token: query.page_token,
    query: [query.filter_by ?? {}, field, direction],
  });
}

const KEYS: Readonly<Record<string, (record: ClusterRecord) => SortKey>> = {
  CLUSTER_NAME: (record) => [nameOf(record), record.cluster_id],
  DEFAULT: (record) => [
    STATE_ORDER.indexOf(record.state),
    record.pinned ? 0 : 1,
    nameOf(record),
    record.cluster_id,
  ],
};

function nameOf(record: ClusterRecord): string {
  return (record.settings.cluster_name ?? "").toLowerCase();
}

function matcher(filter: NonNullable<ClusterQuery["filter_by"]>): (r: ClusterRecord) => boolean {
  const sources = filter.cluster_sources ?? [];
  const states = filter.cluster_states ?? [];
  return (record) =>
    (sources.length === 0 || sources.includes(record.source)) &&
    (states.length === 0 || states.includes(record.state)) &&
    (filter.is_pinned === undefined || filter.is_pinned === record.pinned) &&
    (!filter.policy_id || filter.policy_id === record.settings.policy_id);
}
