import { FakeClock } from "../../http/testing/fake-clock.js";
import type { HttpRequest, HttpResponse, Transport } from "../../http/index.js";
import type { OAuthContext } from "../index.js";

/** What a fake server answers with. */
export interface Answer {
  readonly status?: number;
  /** JSON unless it is a text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request, or fails as a network does. */
export type Respond = (request: HttpRequest, count: number) => Answer | Promise<Answer>;

/** A transport without a network that notes what it is asked to send. */
export class RecordingTransport implements Transport {
  readonly sent: HttpRequest[] = [];
  respond: Respond;

  constructor(respond: Respond = () => ({ status: 404 })) {
    this.respond = respond;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    request.signal?.throwIfAborted();
    this.sent.push(request);
    const { status = 200, body = "", headers = {} } = await this.respond(request, this.sent.length);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return {
      status,
      statusText: "",
      headers,
      text: async () => text,
      stream: () => new Blob([text]).stream(),
      discard: async () => undefined,
    };
  }

  /** The fields of the form in the nth request that was sent. */
  form(n = 0): Record<string, string> {
    return Object.fromEntries(new URLSearchParams(String(this.sent[n]?.body ?? "")));
  }
}

/** What a protocol step needs, with a clock whose sleeps are over at once. */
export function recording(respond?: Respond): OAuthContext & {
  readonly transport: RecordingTransport;
  readonly clock: FakeClock;
} {
  return { transport: new RecordingTransport(respond), clock: new FakeClock() };
}

/** The answer with a token. */
export function tokenAnswer(accessToken = "access-1", expiresIn = 3600): Answer {
  return { body: { access_token: accessToken, token_type: "Bearer", expires_in: expiresIn } };
}
