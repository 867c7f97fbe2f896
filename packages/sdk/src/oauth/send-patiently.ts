import { ConnectionError, TimeoutError } from "../errors/index.js";
import type { HttpRequest } from "../http/index.js";
import { isRetriable, repeat } from "../retry/index.js";
import type { OAuthContext } from "./context.js";

/** An answer whose body was read. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Milliseconds after which no further attempt starts. */
const patience = 60_000;
const second = 1_000;
const longestDelay = 10;

/** An answer that may be better the next time; it is handed out when there is none. */
class Busy extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`HTTP status ${answer.status}`);
    this.answer = answer;
  }
}

/**
 * Sends a request, and again while the server is busy (429, 5xx) or the network fails, within a
 * minute, waiting as `Retry-After` asks. Resolves to the last answer whatever its status.
 * Rejects with the network's last error, or with the signal's reason.
 */
export async function sendPatiently(request: HttpRequest, context: OAuthContext): Promise<Answer> {
  const { clock, signal } = context;
  try {
    return await repeat(() => send(request, context), {
      clock,
      signal,
      timeout: patience,
      maxAttempts: Infinity,
      isRetriable: (error) => error instanceof Busy || isPassing(error),
      delayAfter: (attempt, error) => delayAfter(attempt, error, clock.now()),
      onRetry: ({ attempt, error, delay }) => {
        const reason = error instanceof Error ? error.message : String(error);
        context.logger?.debug(`OAuth: attempt ${attempt} failed (${reason}), next in ${delay} ms`);
      },
    });
  } catch (error) {
    if (error instanceof Busy) return error.answer;
    throw error;
  }
}

async function send(request: HttpRequest, { transport, signal }: OAuthContext): Promise<Answer> {
  const { status, headers, ...response } = await sendOnce(request, transport, signal);
  const answer = { status, headers, text: response.text };
  if (status === 429 || status >= 500) throw new Busy(answer);
  return answer;
}

async function sendOnce(
  request: HttpRequest,
  transport: OAuthContext["transport"],
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const response = await transport.send(signal === undefined ? request : { ...request, signal });
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof ConnectionError) && !(error instanceof TimeoutError)) return false;
  return isRetriable({ error, method: "POST", replayable: true, responded: false });
}

function delayAfter(attempt: number, error: unknown, now: number): number {
  const asked = error instanceof Busy ? retryAfter(error.answer, now) : undefined;
  return asked ?? Math.min(attempt, longestDelay) * second + Math.random() * second;
}

/** Seconds, or a date (RFC 9110 §10.2.3), in milliseconds. */
function retryAfter({ headers }: Answer, now: number): number | undefined {
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * second;
  const date = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
