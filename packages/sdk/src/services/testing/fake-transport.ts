import type { HttpRequest, HttpResponse, Transport } from "../../http/index.js";

/** What the fake service answers with: text, an error status, headers. */
export interface Answer {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A transport that remembers what it was asked to send and answers at once. */
export class FakeTransport implements Transport {
  /** The requests for operations, in order; those that look for configuration are not kept. */
  readonly sent: HttpRequest[] = [];
  /** What to answer the request that was just remembered. */
  answer: (request: HttpRequest) => Answer = () => ({});

  async send(request: HttpRequest): Promise<HttpResponse> {
    if (request.url.includes("/.well-known/")) return response({ status: 404 });
    this.sent.push(request);
    return response(this.answer(request));
  }

  /** Answers each further request with the next of these, and the last one again and again. */
  answerInTurn(...answers: readonly Answer[]): void {
    const first = this.sent.length;
    this.answer = () => answers[Math.min(this.sent.length - first, answers.length) - 1] ?? {};
  }
}

function response({ status = 200, body = "{}", headers = {} }: Answer): HttpResponse {
  return {
    status,
    statusText: status === 200 ? "OK" : "Not Found",
    headers: { "content-type": "application/json", ...headers },
    text: () => Promise.resolve(body),
    stream: () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(body));
          controller.close();
        },
      }),
    discard: () => Promise.resolve(),
  };
}
