import type { HttpRequest, HttpResponse, Transport } from "databricks-sdk-ts";

/** What a request of a transfer is for. */
export type Purpose =
  | "abort-url"
  | "complete"
  | "download-url"
  | "give-up"
  | "initiate"
  | "metadata"
  | "part"
  | "part-urls"
  | "plain-read"
  | "read"
  | "resumable-url"
  | "whole"
  | "other";

/** One request as the client's transport got it. */
export interface Passage {
  readonly purpose: Purpose;
  /** How many of the same purpose came before it. */
  readonly nth: number;
  readonly request: HttpRequest;
  readonly url: URL;
  /** Whether it went to cloud storage. */
  readonly toStorage: boolean;
  /** Absent while there is no answer. */
  status?: number;
}

/** All that passes between a client and its workspace, for tests to see, and to act in between. */
export class Wire {
  /** Since the last reset. */
  readonly passages: Passage[] = [];
  /** Since the beginning. */
  readonly history: Passage[] = [];
  readonly transport: Transport;
  /** Bytes of files so far, all attempts included. */
  sent = 0;
  received = 0;
  /** Called before a request leaves, which waits for it. */
  onRequest: (passage: Passage) => unknown = () => undefined;
  /** Called when the head of an answer is there, before the client learns of it. */
  onAnswer: (passage: Passage) => unknown = () => undefined;
  /** Called as bytes of files move. */
  onBytes: (wire: Wire) => unknown = () => undefined;
  /** Changes the answer to a request. */
  alter: (response: HttpResponse, passage: Passage) => HttpResponse = (response) => response;
  /** No request leaves before it resolves. */
  gate: Promise<unknown> = Promise.resolve();

  constructor(network: Transport) {
    this.transport = { send: (request) => this.#send(network, request) };
  }

  /** The requests of one purpose. */
  of(purpose: Purpose): readonly Passage[] {
    return this.passages.filter((passage) => passage.purpose === purpose);
  }

  /** Forgets what passed, and acts no more. */
  reset(): void {
    this.passages.length = 0;
    this.sent = 0;
    this.received = 0;
    this.onRequest = () => undefined;
    this.onAnswer = () => undefined;
    this.onBytes = () => undefined;
    this.alter = (response) => response;
  }

  async #send(network: Transport, request: HttpRequest): Promise<HttpResponse> {
    const passage = this.#note(request);
    await this.onRequest(passage);
    await this.gate;
    const { body } = request;
    const counted =
      body instanceof ReadableStream
        ? { ...request, body: counting(body, (bytes) => this.#count("sent", bytes)) }
        : request;
    const response = await network.send(counted);
    passage.status = response.status;
    await this.onAnswer(passage);
    const altered = this.alter(response, passage);
    const stream = (): ReadableStream<Uint8Array> =>
      counting(altered.stream(), (bytes) => this.#count("received", bytes));
    const { status, statusText, headers } = altered;
    const [text, discard] = [() => altered.text(), () => altered.discard()];
    return { status, statusText, headers, text, stream, discard };
  }

  #note(request: HttpRequest): Passage {
    const url = new URL(request.url);
    const purpose = purposeOf(request.method, url);
    const nth = this.of(purpose).length;
    const toStorage = url.pathname.startsWith("/storage/");
    const passage: Passage = { purpose, nth, request, url, toStorage };
    this.passages.push(passage);
    this.history.push(passage);
    return passage;
  }

  #count(direction: "received" | "sent", bytes: number): void {
    this[direction] += bytes;
    this.onBytes(this);
  }
}

const purposes: readonly (readonly [RegExp, Purpose])[] = [
  [/^POST \/api\/2\.0\/fs\/files\/.*[?&]action=initiate-upload/, "initiate"],
  [/^POST \/api\/2\.0\/fs\/files\/.*[?&]action=complete-upload/, "complete"],
  [/^POST \/api\/2\.0\/fs\/create-upload-part-urls/, "part-urls"],
  [/^POST \/api\/2\.0\/fs\/create-resumable-upload-url/, "resumable-url"],
  [/^POST \/api\/2\.0\/fs\/create-abort-upload-url/, "abort-url"],
  [/^POST \/api\/2\.0\/fs\/create-download-url/, "download-url"],
  [/^PUT \/api\/2\.0\/fs\/files\//, "whole"],
  [/^GET \/api\/2\.0\/fs\/files\//, "plain-read"],
  [/^HEAD \/api\/2\.0\/fs\/files\//, "metadata"],
  [/^PUT \/storage\//, "part"],
  [/^GET \/storage\//, "read"],
  [/^DELETE \/storage\//, "give-up"],
];

function purposeOf(method: string, { pathname, search }: URL): Purpose {
  const line = `${method} ${pathname}${search}`;
  return purposes.find(([pattern]) => pattern.test(line))?.[1] ?? "other";
}

function counting(
  source: ReadableStream<Uint8Array>,
  count: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        controller.enqueue(value);
        count(value.length);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
