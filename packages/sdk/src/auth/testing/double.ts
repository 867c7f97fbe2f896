import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as a {@link Double} got it. */
export interface DoubleRequest {
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The fields of a form body; empty for any other. */
  readonly form: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a double answers: an object becomes JSON, text is sent as it is. */
export interface DoubleAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
}

/**
 * How a double behaves.
 *
 * - `well`: as its original does.
 * - `down`: ends each connection without an answer.
 * - `slow`: answers when its mood changes, or never.
 * - `html`: 200 and a sign-in page, as proxies and captive portals do.
 * - `wrong`: refuses the credential, in its original's words.
 * - `expired`: hands out tokens that are no longer good.
 * - `empty`: 200 and `{}`.
 * - `busy`: one 503 with `Retry-After: 1`, then `well`.
 */
export type Mood = "busy" | "down" | "empty" | "expired" | "html" | "slow" | "well" | "wrong";

/** The behaviour of one double. */
export interface Part {
  /** @throws Mismatch when the request is not what the original would take */
  answer(request: DoubleRequest): DoubleAnswer;
  /** The answer to a credential that is not good. */
  refuse(request: DoubleRequest): DoubleAnswer;
}

/** A request that the double's original would not take: a bug of the client under test. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
}

/** @throws Mismatch naming what was expected */
export function demand(what: string, found: unknown, wanted: unknown): void {
  if (found === wanted) return;
  throw new Mismatch(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

/** A stand-in for somebody else's server, on this machine. */
export class Double {
  /** Every request, in order, whatever became of it. */
  readonly received: DoubleRequest[] = [];
  /** What was wrong with requests; expect it to be empty. */
  readonly problems: string[] = [];
  readonly url: string;
  readonly #server: Server;
  readonly #held: (() => void)[] = [];
  #mood: Mood = "well";

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Starts one. */
  static async start(make: (double: Double) => Part): Promise<Double> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const double = new Double(server);
    const part = make(double);
    server.on("request", (message, response) => void double.#serve(message, response, part));
    return double;
  }

  get mood(): Mood {
    return this.#mood;
  }

  set mood(mood: Mood) {
    this.#mood = mood;
    for (const go of this.#held.splice(0)) go();
  }

  /** The last request. */
  get last(): DoubleRequest {
    const last = this.received.at(-1);
    if (!last) throw new Error("the double was not asked for anything");
    return last;
  }

  /** Seconds that a token is good for, as the mood has it. */
  lifetime(seconds: number): number {
    return this.#mood === "expired" ? -60 : seconds;
  }

  async close(): Promise<void> {
    this.mood = "down";
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(message: IncomingMessage, response: ServerResponse, part: Part): Promise<void> {
    const request = await read(message).catch(() => undefined);
    if (!request) return;
    this.received.push(request);
    while (this.#mood === "slow") await new Promise<void>((go) => this.#held.push(go));
    if (this.#mood === "down") return void response.destroy();
    const { status = 200, headers = {}, body = "" } = this.#answer(request, part);
    const type = typeof body === "string" ? "text/plain" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  #answer(request: DoubleRequest, part: Part): DoubleAnswer {
    switch (this.#mood) {
      case "html":
        return { headers: { "content-type": "text/html" }, body: "<html><p>Sign in</p></html>" };
      case "empty":
        return { body: {} };
      case "busy":
        this.#mood = "well";
        return { status: 503, headers: { "retry-after": "1" }, body: "busy" };
      default:
        return this.#checked(request, part);
    }
  }

  #checked(request: DoubleRequest, part: Part): DoubleAnswer {
    try {
      const answer = part.answer(request);
      return this.#mood === "wrong" ? part.refuse(request) : answer;
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      const text = `${request.method} ${request.path}: ${error.message}`;
      this.problems.push(text);
      return { status: 400, body: { error: "invalid_request", error_description: text } };
    }
  }
}

async function read(message: IncomingMessage): Promise<DoubleRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const { pathname, searchParams } = new URL(message.url ?? "/", "http://127.0.0.1");
  const isForm = message.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  return {
    method: message.method ?? "",
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    ),
    form: isForm ? Object.fromEntries(new URLSearchParams(body)) : {},
    body,
  };
}
