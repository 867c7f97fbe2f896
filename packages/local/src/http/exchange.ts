import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault } from "../faults/index.js";
import type { JournalEntry } from "../journal/index.js";
import type { Principal, RequestContext } from "./context.js";
import type { Operation } from "./operation.js";
import type { RequestBody } from "./read-body.js";
import type { Resolved } from "./resolve.js";

/** One request on its way through the server, and what is learned about it. */
export class Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string = randomUUID();
  readonly verb: string;
  /** Percent-encoded, as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** As it arrives; a fault may end it early. */
  body: RequestBody;
  operations: readonly Operation[] = [];
  operation: Operation | undefined;
  principal: Principal | undefined;
  workspaceId: number | undefined;
  fields: JournalEntry["request"];
  fault: Fault | undefined;
  unimplemented = false;
  errorCode: string | undefined;
  readonly #time: number;
  readonly #started: number = performance.now();
  readonly #closing: AbortSignal;
  #signal: AbortSignal | undefined;

  /** @param closing aborts when the server closes */
  constructor(
    message: IncomingMessage,
    response: ServerResponse,
    time: number,
    closing: AbortSignal,
  ) {
    const target = message.url ?? "/";
    const mark = target.indexOf("?");
    this.message = message;
    this.response = response;
    // Why: who stops reading must not end the stream. Its rest would stay in the connection, and the
    // next request that comes by it would never be read.
    message[Symbol.asyncIterator] = () => message.iterator({ destroyOnReturn: false });
    this.body = { headers: message.headers, stream: message };
    this.verb = message.method ?? "GET";
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
    this.#time = time;
    this.#closing = closing;
  }

  /** Aborts when the client is gone or the server closes. Made when first asked for: few handlers do. */
  get signal(): AbortSignal {
    return (this.#signal ??= this.#makeSignal());
  }

  #makeSignal(): AbortSignal {
    const { response } = this;
    const gone = new AbortController();
    const check = (): void => {
      if (!response.writableFinished) gone.abort(new Error("the client is gone"));
    };
    if (response.destroyed) check();
    else response.once("close", check);
    return AbortSignal.any([gone.signal, this.#closing]);
  }

  header(name: string): string | undefined {
    const value = this.message.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  /** Notes what is asked for; undefined: nothing that is known. */
  note(resolved: Resolved | undefined): void {
    this.operations = resolved?.operations ?? [];
    this.operation =
      this.operations.find((operation) => operation === resolved?.operation) ?? this.operations[0];
    if (!resolved) this.unimplemented = true;
  }

  /** What handlers may know. */
  context(site: { workspaceId: number; accountId: string; host: string }): RequestContext {
    const headers = (): Record<string, string> => this.#headers();
    const signal = (): AbortSignal => this.signal;
    return {
      ...site,
      principal: this.principal ?? { id: "", userName: "" },
      query: this.query,
      get headers() {
        return headers();
      },
      get signal() {
        return signal();
      },
    };
  }

  #headers(): Record<string, string> {
    const names = Object.keys(this.message.headers);
    return Object.fromEntries(names.map((name) => [name, this.header(name) ?? ""]));
  }

  /** @param status 0 when nothing was answered */
  entry(status: number): Omit<JournalEntry, "id"> {
    return {
      time: this.#time,
      verb: this.verb,
      path: this.path,
      query: [...new Set(this.query.keys())],
      ...(this.operation && { operation: this.operation.id }),
      operations: this.operations.map((operation) => operation.id),
      status,
      ...(this.errorCode !== undefined && { errorCode: this.errorCode }),
      duration: performance.now() - this.#started,
      userAgent: this.header("user-agent") ?? "",
      ...(this.principal && { principal: this.principal.userName }),
      ...(this.workspaceId !== undefined && { workspaceId: this.workspaceId }),
      ...(this.fields && { request: this.fields }),
      ...(this.fault && { fault: this.fault.id }),
      ...(this.unimplemented && { unimplemented: true as const }),
    };
  }
}
