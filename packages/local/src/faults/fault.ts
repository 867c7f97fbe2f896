/** When and how the server misbehaves. */
export interface FaultRule {
  /**
   * What is hit: an operation id (`jobs.JobsAPI.create`), or a verb and a path in which `*` stands
   * for anything but a slash and `**` for anything (`GET /api/2.1/clusters/*`; `*` as the verb is
   * any verb).
   */
  readonly match: string;
  /** How many matching requests are let through first. Default 0. */
  readonly skip?: number;
  /** How many are hit after that. Default: all. */
  readonly times?: number;
  /** The share of them that is hit, 0 to 1, from the server's own seeded dice. Default 1. */
  readonly probability?: number;
  /** Answers with this status; without `status` the request is served as usual, only later. */
  readonly status?: number;
  /** Default: a code that fits the status. */
  readonly error_code?: string;
  readonly message?: string;
  /** Added to the answer, e.g. `{ "retry-after": "2" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Real milliseconds to wait before anything else. */
  readonly delay_ms?: number;
  /** Ends the connection instead of answering. */
  readonly drop_connection?: boolean;
  /**
   * Sends only so many bytes of the answer's body, then ends the connection. The headers, and with
   * them an announced length, are those of the whole.
   */
  readonly truncate_body?: number;
  /**
   * Ends the connection once so many bytes of the request's body were read: the server has them,
   * and the client gets no answer. A shorter body is served as usual.
   */
  readonly drop_upload_after?: number;
  /** Answers with this HTML instead of JSON, as gateways do. Needs `status`. */
  readonly html?: string;
  /**
   * Answers with this text instead of JSON, as storage services do; its type is a matter of
   * `headers`, e.g. `{ "content-type": "application/xml" }`. Default type: plain text. Needs `status`.
   */
  readonly body?: string;
  /** Does the work first, so that its effect stands although the answer is a failure. */
  readonly after_handler?: boolean;
}

/** A rule in force. */
export interface Fault {
  readonly id: number;
  readonly rule: FaultRule;
  /** How many requests it hit so far. */
  readonly hits: number;
}

/** The rules in force. The first one that hits a request is applied. */
export interface Faults {
  /** @throws RangeError naming the field that is wrong */
  add(rule: FaultRule): Fault;
  /** True when there was such a rule. */
  remove(id: number): boolean;
  list(): readonly Fault[];
  clear(): void;
}
