import type { Store } from "../../state/index.js";
import { cutPage, type Page } from "./paging.js";
import { invalid } from "./validate-spec.js";

/** Something that happened to a cluster. */
export interface ClusterEvent {
  readonly cluster_id: string;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** E.g. `CREATING`, `RUNNING`, `TERMINATING`. */
  readonly type: string;
  readonly details: object;
}

/** Which events to list. */
export interface EventQuery {
  readonly cluster_id: string;
  /** Milliseconds since the Unix epoch, both inclusive. */
  readonly start_time?: number | undefined;
  readonly end_time?: number | undefined;
  /** Default `DESC`: latest first. */
  readonly order?: string | undefined;
  /** Default: all types. */
  readonly event_types?: readonly string[] | undefined;
  /** The old way to page: skip so many, give at most so many. */
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
  /** The new way to page. */
  readonly page_size?: number | undefined;
  readonly page_token?: string | undefined;
}

/** One page of events; `next_page` is the query for the one after it. */
export interface EventPage {
  readonly events: ClusterEvent[];
  readonly total_count: number;
  readonly next_page?: EventQuery & { event_types?: string[] };
  readonly next_page_token?: string;
  readonly prev_page_token?: string;
}

interface StoredEvent extends ClusterEvent {
  readonly sequence: number;
}

const DEFAULT_SIZE = 50;
const MOST_SIZE = 500;

/** The events of all clusters of a workspace. */
export class ClusterEvents {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store.scope("cluster-events");
  }

  /** Writes down that something happened. */
  add(clusterId: string, timestamp: number, type: string, details: object = {}): void {
    const events = this.#store.collection<StoredEvent>(clusterId);
    const sequence = events.size;
    const event = { cluster_id: clusterId, timestamp, type, details, sequence };
    events.put(String(sequence), event);
  }

  /**
   * The events that a query asks for.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` for a bad size, range, order or token
   */
  list(query: EventQuery): EventPage {
    checkQuery(query);
    const types = query.event_types?.length ? new Set(query.event_types) : undefined;
    const [from, to] = [query.start_time ?? 0, query.end_time || Number.POSITIVE_INFINITY];
    const matching = this.#store
      .collection<StoredEvent>(query.cluster_id)
      .values()
      .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
      .filter(({ type }) => !types || types.has(type));
    return isByOffset(query) ? byOffset(matching, query) : byToken(matching, query);
  }

  /** Forgets the events of a cluster. */
  remove(clusterId: string): void {
    const events = this.#store.collection<StoredEvent>(clusterId);
    for (const { sequence } of events.values()) events.delete(String(sequence));
  }
}

function checkQuery(query: EventQuery): void {
  if (query.order !== undefined && query.order !== "ASC" && query.order !== "DESC") {
    throw invalid(`Invalid order ${query.order}: it must be ASC or DESC.`);
  }
  if (query.page_token && (query.offset || query.limit)) {
    throw invalid("page_token can't be combined with offset or limit.");
  }
  for (const field of ["limit", "page_size"] as const) {
    const size = query[field] ?? 0;
    if (Number.isSafeInteger(size) && size >= 0 && size <= MOST_SIZE) continue;
    throw invalid(`Invalid ${field} ${size}: it must be between 1 and ${MOST_SIZE}.`);
  }
  const offset = query.offset ?? 0;
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw invalid(`Invalid offset ${offset}: it must be a whole number of at least 0.`);
  }
  if (query.start_time && query.end_time && query.start_time > query.end_time) {
    throw invalid("start_time must not be later than end_time.");
  }
}

function isByOffset(query: EventQuery): boolean {
  return !query.page_token && !query.page_size;
}

function byOffset(matching: StoredEvent[], query: EventQuery): EventPage {
  const offset = query.offset ?? 0;
  const limit = query.limit || DEFAULT_SIZE;
  const sorted = query.order === "ASC" ? matching : matching.toReversed();
  const events = sorted.slice(offset, offset + limit);
  const more = offset + events.length < sorted.length;
  return {
    ...pageOf({ items: events }, sorted.length),
    ...(more && { next_page: { ...kept(query), offset: offset + limit, limit } }),
  };
}

function byToken(matching: StoredEvent[], query: EventQuery): EventPage {
  const size = query.page_size || DEFAULT_SIZE;
  const page = cutPage(matching, {
    keyOf: ({ sequence }) => [sequence],
    descending: query.order !== "ASC",
    size,
    token: query.page_token,
    query: kept(query),
  });
  return {
    ...pageOf(page, matching.length),
    ...(page.next && {
      next_page: { ...kept(query), page_size: size, page_token: page.next },
      next_page_token: page.next,
    }),
    ...(page.previous && { prev_page_token: page.previous }),
  };
}

function pageOf(page: Page<StoredEvent>, total: number): EventPage {
  const events = page.items.map(({ sequence: _sequence, ...event }) => event);
  return { events, total_count: total };
}

/** The query without its place in the list. */
function kept(query: EventQuery): EventQuery & { event_types?: string[] } {
  const { cluster_id, start_time, end_time, order = "DESC", event_types } = query;
  return {
    cluster_id,
    order,
    ...(start_time !== undefined && { start_time }),
    ...(end_time !== undefined && { end_time }),
    ...(event_types && { event_types: [...event_types] }),
  };
}
