import type { AuthContext } from "../../auth/index.js";
import type { HttpRequest, HttpResponse } from "../../http/index.js";

/** Answers a request; throws or rejects like a transport without a network. */
export type Answer = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

/** A context without a network or a clock of its own, and what went through it. */
export interface FakeContext extends AuthContext {
  readonly requests: HttpRequest[];
  readonly lines: string[];
}

export function fakeContext(answer: Answer = noAnswer): FakeContext {
  const requests: HttpRequest[] = [];
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  return {
    requests,
    lines,
    transport: {
      async send(request) {
        requests.push(request);
        return answer(request);
      },
    },
    clock: { now: () => 0, sleep: () => new Promise(() => {}) },
    logger: { debug: note, info: note, warn: note, error: note },
  };
}

export function jsonResponse(body: unknown, status = 200): HttpResponse {
  return {
    status,
    statusText: "",
    headers: {},
    text: async () => (typeof body === "string" ? body : JSON.stringify(body)),
    stream: () => new ReadableStream(),
    discard: async () => {},
  };
}

function noAnswer(): never {
  throw new Error("no network");
}
