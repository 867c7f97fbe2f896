import type { Clock } from "../../clock/index.js";
import type { EndpointEngine } from "./endpoint-engine.js";
import { taskOfQuery, type Responder, type ServingAnswer } from "./replies/index.js";
import { RateLimits } from "./rate-limits.js";

/** What somebody asks of an endpoint. */
export interface Question {
  readonly endpoint: string;
  /** The entity that is to answer. Default: the endpoint chooses. */
  readonly entity?: string | undefined;
  /** What is wanted, `llm/v1/chat`. Default: what the endpoint is for, or the body looks like. */
  readonly task?: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly userName: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** An answer, and who gave it. */
export interface AnsweredQuestion {
  readonly entity: string;
  readonly answer: ServingAnswer;
}

/** How many queries an entity answered, or failed to. */
export interface QueryCount {
  readonly entity: string;
  readonly failed: boolean;
  readonly count: number;
}

/** Has questions answered by what endpoints serve, and counts them. */
export class EndpointQueries {
  readonly #endpoints: EndpointEngine;
  readonly #responder: Responder;
  readonly #limits: RateLimits;
  /** By id of the endpoint. */
  readonly #counts = new Map<string, QueryCount[]>();

  constructor(endpoints: EndpointEngine, responder: Responder, clock: Clock) {
    this.#endpoints = endpoints;
    this.#responder = responder;
    this.#limits = new RateLimits(clock);
  }

  /**
   * @throws WorkspaceError when there is no such endpoint, it is not ready, was queried too often, or
   *   cannot answer this
   */
  async ask(question: Question): Promise<AnsweredQuestion> {
    const { endpoint, body, userName } = question;
    const { task, entity } = this.#endpoints.serving(endpoint, question.entity);
    const id = this.#endpoints.idOf(endpoint) ?? "";
    this.#limits.count(this.#endpoints.limits(endpoint), { id, endpoint, userName });
    let failed = true;
    try {
      const answer = await this.#responder.answer({
        endpoint,
        entity: entity.name,
        task: taskOfQuery(question.task ?? task, body),
        body,
        stream: body["stream"] === true,
        userName,
        signal: question.signal,
      });
      failed = false;
      return { entity: entity.name, answer };
    } finally {
      this.#count(endpoint, entity.name, failed);
    }
  }

  /** What an endpoint was asked since the server was started. */
  counts(endpoint: string): readonly QueryCount[] {
    return this.#counts.get(this.#endpoints.idOf(endpoint) ?? "") ?? [];
  }

  #count(endpoint: string, entity: string, failed: boolean): void {
    const id = this.#endpoints.idOf(endpoint) ?? "";
    const counts = this.#counts.get(id) ?? [];
    const isSame = (one: QueryCount): boolean => one.entity === entity && one.failed === failed;
    const before = counts.find(isSame)?.count ?? 0;
    const others = counts.filter((one) => !isSame(one));
    this.#counts.set(id, [...others, { entity, failed, count: before + 1 }]);
  }
}
