import { createHash } from "node:crypto";
import type { Clock } from "../../../clock/index.js";
import { WorkspaceError } from "../../../errors/index.js";
import { askHandler } from "./ask-handler.js";
import { chat } from "./chat.js";
import { completions } from "./completions.js";
import { embeddingsOf } from "./embeddings.js";
import { predictionsOf } from "./predictions.js";
import type { PlayedScripts, ReplyScript } from "./reply-scripts.js";
import { responses } from "./responses.js";
import type { ServingHandler, ServingQuery, ServingReply, ServingTask } from "./serving-handler.js";
import { wordsOf, type Parts, type ReplyFacts, type Wording } from "./wording.js";

/** What is sent for a query. */
export type ServingAnswer =
  | { readonly kind: "body"; readonly body: object }
  | {
      readonly kind: "events";
      readonly events: AsyncIterable<object>;
      /** Whether `[DONE]` follows. */
      readonly endsWithDone: boolean;
    }
  | { readonly kind: "response"; readonly response: Response };

/** What {@link Responder} goes by. */
export interface ResponderOptions {
  readonly clock: Clock;
  /** Replies to come; they go before all others. */
  readonly scripts: Pick<PlayedScripts, "take">;
  /** By the endpoint's name; `*` for all others. */
  readonly handlers: Readonly<Record<string, ServingHandler>>;
}

/** The tasks in which a model answers with words. */
const WORDINGS: Readonly<Partial<Record<ServingTask, Wording>>> = { chat, completions, responses };

/** Answers queries in the place of models: by script, by handler, or by repeating what was asked. */
export class Responder {
  readonly #options: ResponderOptions;

  constructor(options: ResponderOptions) {
    this.#options = options;
  }

  /** @throws WorkspaceError where a script says so, or a handler fails */
  async answer(query: ServingQuery): Promise<ServingAnswer> {
    const facts = this.#factsOf(query);
    const reply = await this.#reply(query, facts);
    if (reply instanceof Response) return { kind: "response", response: reply };
    if (typeof reply === "string") return this.#inWords(wordsOf(reply), facts);
    return isParts(reply) ? this.#inWords(reply, facts) : { kind: "body", body: reply };
  }

  #reply(query: ServingQuery, facts: ReplyFacts): Promise<ServingReply> | ServingReply {
    const { scripts, handlers } = this.#options;
    const script = scripts.take(query.endpoint);
    if (script) return played(script);
    const handler = handlers[Object.hasOwn(handlers, query.endpoint) ? query.endpoint : "*"];
    if (handler) return askHandler(handler, query);
    const wording = WORDINGS[query.task];
    if (wording) return wording.echo(query.body);
    return query.task === "embeddings" ? embeddingsOf(facts) : predictionsOf(query.body);
  }

  async #inWords(parts: Parts, facts: ReplyFacts): Promise<ServingAnswer> {
    const { task, stream } = facts.query;
    const wording = WORDINGS[task];
    if (!wording) {
      throw new WorkspaceError(
        "INTERNAL_ERROR",
        `The reply that was set for endpoint ${facts.query.endpoint} is text, but a query for ${task} ` +
          "is answered with an object: give its whole answer.",
      );
    }
    if (stream) {
      const { endsWithDone } = wording;
      return { kind: "events", events: wording.stream(parts, facts), endsWithDone };
    }
    const text = await joined(parts, facts.query.endpoint);
    return { kind: "body", body: wording.whole(text, facts) };
  }

  #factsOf(query: ServingQuery): ReplyFacts {
    const { endpoint, body } = query;
    const id = createHash("sha256")
      .update(`${endpoint} ${JSON.stringify(body)}`)
      .digest("hex");
    return { id: id.slice(0, 24), created: Math.floor(this.#options.clock.now() / 1000), query };
  }
}

/** What a script says, as a handler would. */
function played(script: ReplyScript): ServingReply {
  const { text, chunks, body, status, message = "The endpoint was told to fail." } = script;
  if (status !== undefined) {
    throw new WorkspaceError(script.error_code ?? codeOf(status), message, undefined, status);
  }
  if (chunks) return inTurn(chunks);
  return text ?? body ?? {};
}

async function* inTurn<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

async function joined(parts: Parts, endpoint: string): Promise<string> {
  let text = "";
  for await (const part of parts) {
    if (typeof part !== "string") {
      throw new WorkspaceError(
        "INTERNAL_ERROR",
        `The reply that was set for endpoint ${endpoint} has chunks that are objects, which are for ` +
          "streams: where the query has no stream, reply with one object instead.",
      );
    }
    text += part;
  }
  return text;
}

function codeOf(status: number): string {
  const codes: Readonly<Record<number, string>> = {
    403: "PERMISSION_DENIED",
    404: "RESOURCE_DOES_NOT_EXIST",
    409: "RESOURCE_CONFLICT",
    429: "REQUEST_LIMIT_EXCEEDED",
    503: "TEMPORARILY_UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
  };
  return codes[status] ?? (status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR");
}

function isParts(reply: object): reply is Parts {
  return Symbol.asyncIterator in reply;
}
