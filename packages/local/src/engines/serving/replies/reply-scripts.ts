/** A reply to come, as JSON: one of `text`, `chunks`, `body` and `status`. */
export interface ReplyScript {
  /** The endpoint that gives it, by name. */
  readonly endpoint: string;
  /** What the model says. */
  readonly text?: string;
  /** The same in parts; objects are sent as they are, as chunks of a stream. */
  readonly chunks?: readonly (object | string)[];
  /** The whole answer. */
  readonly body?: object;
  /** An error instead, with this status. */
  readonly status?: number;
  /** The error's code. Default: one that fits the status. */
  readonly error_code?: string;
  readonly message?: string;
  /** How many queries get it. Default 1. */
  readonly times?: number;
}

/** Replies to come. Each endpoint gives its own in the order in which they were added. */
export interface ReplyScripts {
  /** @throws RangeError naming the field that is wrong */
  add(script: ReplyScript): void;
  /** Those that are left. */
  list(): readonly ReplyScript[];
  clear(): void;
}

/** Replies to come, as they are used up. */
export interface PlayedScripts extends ReplyScripts {
  /** The next reply of an endpoint, which is thereby used. */
  take(endpoint: string): ReplyScript | undefined;
}

/** What a script may answer with; one of them. */
const ANSWERS = ["text", "chunks", "body", "status"] as const;

/** A list of replies to come, empty at first. */
export function replyScripts(): PlayedScripts {
  let scripts: ReplyScript[] = [];
  return {
    add: (script) => {
      check(script);
      scripts.push({ times: 1, ...script });
    },
    list: () => [...scripts],
    clear: () => {
      scripts = [];
    },
    take: (endpoint) => {
      const index = scripts.findIndex((script) => script.endpoint === endpoint);
      const script = scripts[index];
      if (!script) return undefined;
      const left = (script.times ?? 1) - 1;
      scripts.splice(index, 1, ...(left > 0 ? [{ ...script, times: left }] : []));
      return script;
    },
  };
}

function check(script: ReplyScript): void {
  const { endpoint, text, chunks, body, status, times } = script;
  if (typeof endpoint !== "string" || endpoint === "") {
    throw new RangeError("endpoint must be the name of an endpoint");
  }
  if (ANSWERS.filter((name) => script[name] !== undefined).length !== 1) {
    throw new RangeError(`a reply has one of ${ANSWERS.join(", ")}`);
  }
  if (text !== undefined && typeof text !== "string") throw new RangeError("text must be a string");
  if (chunks !== undefined && !(Array.isArray(chunks) && chunks.every(isChunk))) {
    throw new RangeError("chunks must be a list of strings and objects");
  }
  if (body !== undefined && !isObject(body)) throw new RangeError("body must be an object");
  if (status !== undefined && !isWithin(status, 400, 599)) {
    throw new RangeError("status must be that of an error: 400 to 599");
  }
  if (times !== undefined && !isWithin(times, 1, Number.MAX_SAFE_INTEGER)) {
    throw new RangeError("times must be a whole number of at least 1");
  }
}

function isChunk(value: unknown): boolean {
  return typeof value === "string" || isObject(value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}
