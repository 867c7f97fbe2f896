import { ConnectionError, TimeoutError } from "../errors/index.js";
import type { HttpRequest, HttpResponse } from "../http/index.js";
import { combineSignals, maskSecrets, parseJson, redacted, redactUrl } from "../internal/index.js";
import { OAuthError, sendPatiently } from "../oauth/index.js";
import type { Answer, OAuthContext } from "../oauth/index.js";

/** A request to somebody who hands out tokens in a way of their own. */
export interface JsonRequest {
  /** Whom it asks: the beginning of each message, e.g. `the metadata service`. */
  readonly what: string;
  readonly request: HttpRequest;
  /** What to check when it fails, in a few words. */
  readonly hint: string;
  /**
   * Milliseconds for all attempts together, for a service on this machine: if that can't be reached,
   * it is not there. Default: as long and as patiently as a token endpoint is asked.
   */
  readonly timeout?: number;
  /** What is sent and must not be repeated. */
  readonly secrets?: readonly string[];
  /** The URL is a secret itself: no message and no log shows any of it. */
  readonly hidesUrl?: true;
}

/** The fields of an answer. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The JSON object that a successful answer holds.
 * Throws an {@link OAuthError} for any other answer, and a {@link ConnectionError} or
 * {@link TimeoutError} when none came; their messages say whom it asked and what to check.
 */
export async function requestJson(asked: JsonRequest, context: OAuthContext): Promise<Fields> {
  const answer = await requestText(asked, context);
  const fields = fieldsOf(answer.text);
  if (fields === undefined) throw refused(asked, answer, "answered no JSON object");
  return fields;
}

/** The text of a successful answer. Throws like {@link requestJson}. */
export async function requestText(asked: JsonRequest, context: OAuthContext): Promise<Answer> {
  const answer = await send(asked, context);
  if (answer.status === 200) return answer;
  throw refused(asked, answer, `answered with HTTP status ${answer.status}`);
}

/** A field that is a text, not empty. Throws like {@link requestJson}. */
export function requireText(fields: Fields, name: string, asked: JsonRequest): string {
  const value = fields[name];
  if (typeof value === "string" && value !== "") return value;
  throw problem(asked, `answered without ${name}`, { error: "invalid_response" });
}

/** The error for an answer that a caller could not use. */
export function problem(
  asked: JsonRequest,
  reason: string,
  { error, status }: { readonly error: string; readonly status?: number },
): OAuthError {
  const endpoint = shownUrl(asked);
  const message = `${placeOf(asked)} ${reason}: ${asked.hint}`;
  return new OAuthError(message, { error, endpoint, status });
}

async function send(asked: JsonRequest, context: OAuthContext): Promise<Answer> {
  const { hint, hidesUrl = false } = asked;
  const place = placeOf(asked);
  const limit = combineSignals({ signals: [context.signal], ...timeoutOf(asked, context) });
  try {
    return await sendPatiently(asked.request, { ...means(asked, context), signal: limit.signal });
  } catch (thrown) {
    if (limit.signal?.aborted === true) throw limit.signal.reason;
    const error = thrown instanceof Unreachable ? thrown.cause : thrown;
    if (!(error instanceof ConnectionError)) throw error;
    const { message, code } = error;
    const reason = hidesUrl ? code : message;
    const told = `${place} does not answer: ${hint}${reason === "" ? "" : ` (${reason})`}`;
    throw new ConnectionError(told, hidesUrl ? { code } : { code, cause: error });
  } finally {
    limit.dispose();
  }
}

/** Nobody is there; in another class than what is worth another attempt. */
class Unreachable extends Error {}

function means({ timeout, hidesUrl }: JsonRequest, context: OAuthContext): OAuthContext {
  const { logger, transport, ...rest } = context;
  const reached = async (request: HttpRequest): Promise<HttpResponse> => {
    try {
      return await transport.send(request);
    } catch (cause) {
      throw cause instanceof ConnectionError ? new Unreachable("", { cause }) : cause;
    }
  };
  return {
    ...rest,
    ...(hidesUrl ? {} : { logger }),
    transport: timeout === undefined ? transport : { send: reached },
  };
}

function timeoutOf(
  asked: JsonRequest,
  { clock }: OAuthContext,
): Pick<Parameters<typeof combineSignals>[0], "timeout"> {
  const { timeout: milliseconds, hint } = asked;
  if (milliseconds === undefined) return {};
  const message = `${placeOf(asked)} did not answer within ${milliseconds / 1000} s: ${hint}`;
  const reason = (): unknown => new TimeoutError(message, { elapsed: milliseconds, attempts: 1 });
  return { timeout: { clock, milliseconds, reason } };
}

function refused(asked: JsonRequest, { status, text }: Answer, reason: string): OAuthError {
  const words = wordsOf(text, (each) => maskSecrets(each, asked.secrets ?? []));
  const told = words === "" ? reason : `${reason} (${words})`;
  const error = status === 200 ? "invalid_response" : status >= 500 ? "server_error" : "refused";
  return problem(asked, told, { error, status });
}

/**
 * What an answer says for people: a JSON message, a web page's title, or how it begins. Secrets are
 * hidden before it is shortened, which might leave half of one.
 */
function wordsOf(text: string, hide: (text: string) => string): string {
  const fields = fieldsOf(text) ?? {};
  const { error } = fields;
  const inner = typeof error === "object" && error !== null ? (error as Fields) : fields;
  const told = [inner["error"], inner["error_description"], inner["message"]];
  const message = told.filter((each) => typeof each === "string").join(": ");
  if (message !== "") return shorten(hide(message));
  if (!/<[a-z!]/i.test(text)) return Object.keys(fields).length > 0 ? "" : shorten(hide(text));
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1] ?? "";
  return title.trim() === "" ? "a web page" : `a web page: ${shorten(hide(title))}`;
}

function shorten(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 200);
}

function fieldsOf(text: string): Fields | undefined {
  try {
    const json = parseJson(text);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? (json as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

function placeOf(asked: JsonRequest): string {
  return asked.hidesUrl ? asked.what : `${asked.what} at ${shownUrl(asked)}`;
}

function shownUrl({ request, hidesUrl }: JsonRequest): string {
  return hidesUrl ? redacted : redactUrl(request.url.split("?", 1)[0] ?? "");
}
