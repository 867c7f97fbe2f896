import { redacted } from "../internal/index.js";

// Why a list of the harmless: a header nobody thought of may hold a secret.
const harmless = new Set([
  "accept",
  "accept-encoding",
  "accept-ranges",
  "age",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "date",
  "etag",
  "expires",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "keep-alive",
  "last-modified",
  "range",
  "retry-after",
  "server",
  "strict-transport-security",
  "traceparent",
  "transfer-encoding",
  "user-agent",
  "vary",
  "x-content-type-options",
  "x-databricks-org-id",
  "x-databricks-request-id",
  "x-databricks-workspace-id",
  "x-request-id",
]);

/** The headers with the values of all but the known harmless ones replaced. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      harmless.has(name.toLowerCase()) ? value : redacted,
    ]),
  );
}
