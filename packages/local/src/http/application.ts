import type { IncomingMessage, ServerResponse } from "node:http";
import { principalOf } from "./authenticate.js";
import type { RequestContext } from "./context.js";
import { cutBody } from "./cut-body.js";
import { Dispatcher, notFound, serveRaw } from "./dispatcher.js";
import { encodeReply, type EncodedResponse } from "./encode-response.js";
import { asWorkspaceError, errorReply } from "./error-body.js";
import { Exchange } from "./exchange.js";
import { delay, faultReply, replacesAnswer } from "./fault-reply.js";
import { refuseStrangers } from "./loopback.js";
import type { Ports } from "./ports.js";
import { RawRouter } from "./raw-router.js";
import { segmentsOf } from "./resolve.js";
import { send } from "./send.js";
import { siteOf } from "./site-of.js";

/** Answers requests: who asks, of which workspace, for what; journals it, and applies faults. */
export class Application {
  readonly #ports: Ports;
  readonly #host: () => string;
  readonly #closing: AbortSignal;
  readonly #dispatcher: Dispatcher;
  readonly #control: RawRouter;

  /**
   * @param host where the server answers
   * @param closing aborts when the server closes
   */
  constructor(ports: Ports, host: () => string, closing: AbortSignal) {
    this.#ports = ports;
    this.#host = host;
    this.#closing = closing;
    this.#dispatcher = new Dispatcher(ports);
    this.#control = new RawRouter(ports.control);
  }

  /** Every operation of the API, and whether it is served. */
  coverage(): readonly { readonly operation: string; readonly implemented: boolean }[] {
    return this.#dispatcher.coverage();
  }

  /** Answers one request. Never rejects. */
  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = new Exchange(message, response, this.#ports.now(), this.#closing);
    if (exchange.path.startsWith("/_local/")) {
      await this.#send(exchange, await this.#attempt(exchange, () => this.#controlled(exchange)));
      return;
    }
    const read = exchange.verb === "GET" || exchange.verb === "HEAD";
    const answered = read ? this.#ports.beginRead() : undefined;
    const encoded = await this.#attempt(exchange, () => this.#served(exchange));
    // Why before sending: who has the answer may look for it in the journal at once.
    this.#ports.journal.record(exchange.entry(dropped(exchange) ? 0 : encoded.status));
    await this.#send(exchange, encoded);
    const shown = exchange.operation !== undefined && encoded.status < 400;
    if (shown) answered?.(Buffer.isBuffer(encoded.body) ? encoded.body : "");
  }

  async #attempt(
    exchange: Exchange,
    serve: () => Promise<EncodedResponse>,
  ): Promise<EncodedResponse> {
    try {
      return await serve();
    } catch (error) {
      const { code } = asWorkspaceError(error);
      exchange.errorCode = code;
      const isHeard = !exchange.response.destroyed && !exchange.signal.aborted;
      if (code === "INTERNAL_ERROR" && isHeard) this.#ports.onError(error);
      return encodeReply(errorReply(error, exchange.path, exchange.requestId));
    }
  }

  async #controlled(exchange: Exchange): Promise<EncodedResponse> {
    refuseStrangers(exchange.message);
    const match = this.#control.find(exchange.verb, segmentsOf(exchange.path));
    if (!match) throw notFound(exchange);
    return serveRaw(exchange, match, this.#context(exchange), this.#ports.bodyLimit);
  }

  async #served(exchange: Exchange): Promise<EncodedResponse> {
    const site = siteOf(exchange, this.#ports);
    exchange.workspaceId = site.workspaceId;
    const service = this.#dispatcher.find(exchange, site);
    if (!service.public) {
      const { headers } = exchange.message;
      exchange.principal = principalOf(headers, (credential) =>
        site.authenticate(credential, exchange.operation),
      );
    }
    return this.#withFault(exchange, () => service.serve(this.#context(exchange)));
  }

  async #withFault(
    exchange: Exchange,
    serve: () => Promise<EncodedResponse>,
  ): Promise<EncodedResponse> {
    const { verb, path, requestId } = exchange;
    const operations = exchange.operations.map(({ id }) => id);
    const decoded = `/${segmentsOf(path).join("/")}`;
    const fault = this.#ports.faults.take({ verb, path: decoded, operations });
    if (!fault) return serve();
    const { rule } = fault;
    exchange.fault = fault;
    if (rule.delay_ms !== undefined) await delay(rule.delay_ms, exchange.signal);
    if (rule.drop_upload_after !== undefined) cutBody(exchange, rule.drop_upload_after);
    if (!replacesAnswer(rule)) return withHeaders(await serve(), rule.headers);
    if (rule.after_handler) discard(await serve());
    return withHeaders(encodeReply(faultReply(rule, path, requestId)), rule.headers);
  }

  async #send(exchange: Exchange, encoded: EncodedResponse): Promise<void> {
    const { message, response, fault } = exchange;
    if (dropped(exchange)) {
      discard(encoded);
      response.destroy();
      return;
    }
    const headers = {
      "x-request-id": exchange.requestId,
      "x-databricks-org-id": String(this.#workspaceId(exchange)),
      "x-databricks-local": this.#ports.version,
      ...unimplementedIn(exchange),
      ...encoded.headers,
    };
    try {
      await send(response, { ...encoded, headers }, fault?.rule.truncate_body);
    } catch (error) {
      response.destroy();
      if (!isGone(error)) this.#ports.onError(error);
    }
    // Why: the rest of a body that nobody wanted would be taken for the next request.
    if (!message.complete) message.resume();
  }

  #context(exchange: Exchange): RequestContext {
    const { accountId } = this.#ports;
    const workspaceId = this.#workspaceId(exchange);
    return exchange.context({ workspaceId, accountId, host: this.#host() });
  }

  #workspaceId(exchange: Exchange): number {
    return exchange.workspaceId ?? this.#ports.workspace()?.workspaceId ?? 0;
  }
}

/** The client went away before it had all: there is nobody to tell. */
function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

function withHeaders(
  encoded: EncodedResponse,
  added: Readonly<Record<string, string>> = {},
): EncodedResponse {
  const lower = Object.entries(added).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...encoded, headers: { ...encoded.headers, ...Object.fromEntries(lower) } };
}

/** What is missing, for those who see no body: answers to HEAD have none. */
function unimplementedIn({ unimplemented, operations }: Exchange): Record<string, string> {
  if (!unimplemented || operations.length === 0) return {};
  return { "x-databricks-local-operation": operations.map(({ id }) => id).join(", ") };
}

/** A fault ends the connection, or has ended it. */
function dropped({ fault, response }: Exchange): boolean {
  if (fault?.rule.drop_connection === true) return true;
  return fault?.rule.drop_upload_after !== undefined && response.destroyed;
}

/** Lets go of what an answer that is not sent would have been read from. */
function discard({ body }: EncodedResponse): void {
  if (body !== undefined && !Buffer.isBuffer(body)) body.destroy();
}
