import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { TimeoutError } from "../../errors/index.js";
import type { HttpRequest } from "../types.js";
import { decoded } from "./content-coding.js";
import { connectionError, isReset, responseLost } from "./node-errors.js";
import { NodeResponse, type Reading } from "./node-response.js";
import { sendStream, type Sending } from "./send-stream.js";

/** Methods of which a second request does no more than the first (RFC 9110 §9.2.2). */
const idempotent = new Set(["GET", "HEAD", "PUT", "DELETE"]);

/** What is under way, or was last, on each connection. */
const exchanges = new WeakMap<Socket, NodeExchange>();

/**
 * One request on one connection, from opening to the last byte of its response. It has no more
 * listeners and closures than it needs: they are what a small request spends its time on.
 */
export class NodeExchange implements Reading, Sending {
  readonly #request: HttpRequest;
  readonly #open: () => ClientRequest;
  readonly #silence: number;
  #outgoing: ClientRequest | undefined;
  #response: NodeResponse | undefined;
  #resolve: ((response: NodeResponse) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #ended = false;
  /** Whether silence is the server's fault, not that of whoever gives or takes the body. */
  #waiting = true;
  #stalled = false;
  #isRepeated = false;

  /**
   * @param open Opens the request; a second time when its connection turns out to be closed.
   * @param silence Milliseconds without a byte after which the exchange fails.
   */
  constructor(request: HttpRequest, open: () => ClientRequest, silence: number) {
    this.#request = request;
    this.#open = open;
    this.#silence = silence;
  }

  /** Sends the request and resolves as soon as the response's headers are there. */
  run(): Promise<NodeResponse> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#request;
      signal?.throwIfAborted();
      this.#resolve = resolve;
      this.#reject = reject;
      this.#send();
      signal?.addEventListener("abort", this.#onAbort, { once: true });
    });
  }

  #send(): void {
    const outgoing = this.#open();
    this.#outgoing = outgoing;
    outgoing.on("response", this.#onResponse);
    outgoing.on("error", this.#onError);
    outgoing.on("socket", this.#onSocket);
    const { body } = this.#request;
    if (body instanceof ReadableStream) sendStream(outgoing, body, this);
    else outgoing.end(body);
  }

  wait(waiting: boolean): void {
    this.#waiting = waiting;
    if (!waiting || !this.#stalled) return;
    // Node announces silence once; from here on it counts anew.
    this.#stalled = false;
    this.#outgoing?.socket?.setTimeout(this.#silence);
  }

  end(): void {
    this.#ended = true;
    this.#request.signal?.removeEventListener("abort", this.#onAbort);
    // An answer that came before the end of a stream: nobody wants the rest of the stream.
    if (this.#outgoing?.writableEnded === false) this.#outgoing.destroy();
  }

  cancel(): void {
    this.end();
    this.#outgoing?.destroy();
  }

  fail(error: unknown): void {
    if (this.#ended) return;
    this.end();
    this.#reject?.(error);
    this.#response?.fail(error);
    this.#outgoing?.destroy();
  }

  /** Nothing was sent or received on the connection for the time allowed. */
  silent(): void {
    if (this.#ended) return;
    if (!this.#waiting) {
      this.#stalled = true;
      return;
    }
    const { method, url } = this.#request;
    const { pathname, host } = new URL(url);
    const what = this.#response === undefined ? "no response came" : "the response stopped";
    const message = `${method} ${pathname}: ${what}, ${host} was silent for ${this.#silence / 1000} s`;
    this.fail(new TimeoutError(message, { elapsed: this.#silence, attempts: 1 }));
  }

  /**
   * One listener per connection rather than per request, and none of Node's own timeout handling:
   * setting and clearing a timer twice per request is dear.
   */
  readonly #onSocket = (socket: Socket): void => {
    // While it was idle, Node had set the shorter time that the server had announced.
    if (socket.timeout !== this.#silence) socket.setTimeout(this.#silence);
    if (!exchanges.has(socket)) socket.on("timeout", () => exchanges.get(socket)?.silent());
    exchanges.set(socket, this);
  };

  readonly #onResponse = (message: IncomingMessage): void => {
    const source = decoded(message, this.#request.method, this.#onLost);
    message.on("error", this.#onLost);
    this.#waiting = false;
    this.#response = new NodeResponse(message, source, this);
    this.#resolve?.(this.#response);
  };

  readonly #onError = (error: Error): void => {
    if (this.#response !== undefined) return this.#onLost(error);
    const { reusedSocket = false, socket = null } = this.#outgoing ?? {};
    if (reusedSocket && isReset(error) && this.#mayRepeat()) return this.#repeat();
    this.fail(connectionError(this.#request, error, socket));
  };

  /**
   * Its connection had been closed while it was idle, so the same request may well succeed on
   * another one. Whether the server got it first can't be known, so that a POST or PATCH must not be
   * sent again without the caller's leave.
   */
  #mayRepeat(): boolean {
    const { method, body } = this.#request;
    if (this.#ended || this.#isRepeated || body instanceof ReadableStream) return false;
    return idempotent.has(method);
  }

  #repeat(): void {
    this.#isRepeated = true;
    try {
      this.#send();
    } catch (error) {
      this.fail(error);
    }
  }

  readonly #onLost = (error: Error): void => {
    if (!this.#ended) this.fail(responseLost(this.#request, error));
  };

  readonly #onAbort = (): void => this.fail(this.#request.signal?.reason);
}
