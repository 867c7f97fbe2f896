/** One request as it is remembered. No credentials: headers are not kept, bodies are by allow-list. */
export interface JournalEntry {
  /** Counts from 1 and never repeats, also after {@link Journal.clear}. */
  readonly id: number;
  /** When it arrived: milliseconds since the Unix epoch, of the workspace's clock. */
  readonly time: number;
  readonly verb: string;
  /** Without the query. */
  readonly path: string;
  /** Names of the query's parameters. Values may be secrets. */
  readonly query: readonly string[];
  /** What was asked for; absent when no operation answers at that path. */
  readonly operation?: string;
  /** All operations that are addressed by exactly this verb and path. */
  readonly operations: readonly string[];
  /** 0 when the connection was dropped before an answer. */
  readonly status: number;
  readonly errorCode?: string;
  /** Real milliseconds. */
  readonly duration: number;
  readonly userAgent: string;
  /** User name of who asked. */
  readonly principal?: string;
  readonly workspaceId?: number;
  /** Names of the request's fields, dotted, with values where these cannot be secret. */
  readonly request?: Readonly<Record<string, boolean | number | string>>;
  /** The fault rule that was applied. */
  readonly fault?: number;
  /** Nothing serves this yet: an operation without handler, or an unknown path. */
  readonly unimplemented?: true;
}

/** What is remembered of the requests, oldest first, up to a limit. */
export interface Journal {
  /** Requests with an id above `since` (default 0). */
  entries(since?: number): readonly JournalEntry[];
  /** How often an operation or a path was asked for that nothing serves. */
  unimplemented(): readonly { readonly request: string; readonly count: number }[];
  /** The id of the latest request, 0 before the first. */
  readonly last: number;
  clear(): void;
}

/** A journal as the server sees it. */
export interface RecordingJournal extends Journal {
  record(entry: Omit<JournalEntry, "id">): JournalEntry;
}

/**
 * Makes a journal.
 *
 * @param limit how many entries are kept. Default 10,000.
 */
export function createJournal(limit = 10_000): RecordingJournal {
  return new BoundedJournal(limit);
}

class BoundedJournal implements RecordingJournal {
  readonly #limit: number;
  readonly #unimplemented = new Map<string, number>();
  #entries: JournalEntry[] = [];
  #last = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get last(): number {
    return this.#last;
  }

  entries(since = 0): readonly JournalEntry[] {
    const first = this.#entries[0]?.id ?? 0;
    return this.#entries.slice(Math.max(0, since + 1 - first));
  }

  unimplemented(): readonly { readonly request: string; readonly count: number }[] {
    return Array.from(this.#unimplemented, ([request, count]) => ({ request, count }));
  }

  record(entry: Omit<JournalEntry, "id">): JournalEntry {
    const recorded: JournalEntry = { id: ++this.#last, ...entry };
    this.#entries.push(recorded);
    // Why at twice the limit: dropping one by one would move the whole list for each request.
    if (this.#entries.length >= 2 * this.#limit) this.#entries = this.#entries.slice(-this.#limit);
    if (recorded.unimplemented) {
      const request = `${recorded.verb} ${recorded.path}`;
      if (this.#unimplemented.has(request) || this.#unimplemented.size < this.#limit) {
        this.#unimplemented.set(request, (this.#unimplemented.get(request) ?? 0) + 1);
      }
    }
    return recorded;
  }

  clear(): void {
    this.#entries = [];
    this.#unimplemented.clear();
  }
}
