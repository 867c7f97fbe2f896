import { redactText, redactUrl } from "../internal/index.js";
import { cut } from "./cut.js";
import { formatBody, type LoggedBody } from "./format-body.js";
import { redactHeaders } from "./redact-headers.js";

/** One request and what came of it. */
export interface Exchange {
  readonly method: string;
  /** Absolute, or a path; percent-encoded. */
  readonly url: string;
  readonly requestHeaders?: Readonly<Record<string, string>> | undefined;
  readonly requestBody?: LoggedBody | undefined;
  /** Absent when no answer came; then {@link error} says why. */
  readonly status?: number | undefined;
  readonly statusText?: string | undefined;
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  readonly responseBody?: LoggedBody | undefined;
  /** Why no answer came. */
  readonly error?: unknown;
}

/** How much of an exchange is shown. */
export interface FormatOptions {
  /** Texts and arrays are cut after so many bytes; at least 96, enough to tell what they are. */
  readonly truncateBytes: number;
  /** Show headers too, the harmless ones with their values. */
  readonly headers: boolean;
}

const leastBytes = 96;

/**
 * One exchange as text: the request's lines begin with `> `, the answer's with `< `. Secrets are
 * replaced: credentials in headers, the query and JSON fields, secret values, file contents.
 */
export function formatExchange(exchange: Exchange, options: FormatOptions): string {
  const limit = Math.max(leastBytes, options.truncateBytes);
  const headers = (values: Readonly<Record<string, string>> = {}): string[] =>
    options.headers
      ? Object.entries(redactHeaders(values)).map(
          ([name, value]) => `* ${name}: ${cut(value, limit)}`,
        )
      : [];
  const body = (value: LoggedBody | undefined): string[] =>
    value === undefined || value === "" ? [] : formatBody(value, limit).split(/\r?\n/);
  return [
    `${exchange.method} ${readableTarget(exchange.url)}`,
    ...headers(exchange.requestHeaders).map((line) => `> ${line}`),
    ...body(exchange.requestBody).map((line) => `> ${line}`),
    `< ${outcome(exchange)}`,
    ...headers(exchange.responseHeaders).map((line) => `< ${line}`),
    ...body(exchange.responseBody).map((line) => `< ${line}`),
  ].join("\n");
}

function outcome({ status, statusText = "", error }: Exchange): string {
  if (status !== undefined) return `${status} ${statusText}`.trim();
  return redactText(error instanceof Error ? `${error.name}: ${error.message}` : "no answer");
}

/** Path and query, decoded for reading but for characters that would break the line. */
function readableTarget(url: string): string {
  const target = redactUrl(url).replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  try {
    return decodeURIComponent(target).replace(/[\p{Cc}\u2028\u2029]/gu, encodeURIComponent);
  } catch {
    return target;
  }
}
