import type { Socket } from "node:net";
import { ConnectionError, DatabricksError, InvalidResponseError } from "../../errors/index.js";
import { certificateOf } from "./certificates.js";
import type { HttpRequest } from "../types.js";

type Target = Pick<HttpRequest, "method" | "url">;

/** Whether the other side closed the connection. */
export function isReset(error: Error): boolean {
  const code = codeOf(error);
  return code === "ECONNRESET" || code === "EPIPE";
}

/** The error for a request that got no response. */
export function connectionError(
  target: Target,
  error: Error,
  socket: Socket | null,
): DatabricksError {
  if (error instanceof DatabricksError) return error;
  const code = codeOf(error);
  const { host } = new URL(target.url);
  const problem = isRefusedCertificate(code)
    ? refusedCertificate(host, error, socket)
    : `${explain(code, host) ?? `no response from ${host}`}: ${messageOf(error)}`;
  return new ConnectionError(`${describe(target)}: ${problem}`, { code, cause: error });
}

/** The error for a response that breaks off or can't be decoded. */
export function responseLost(target: Target, error: Error): DatabricksError {
  if (error instanceof DatabricksError) return error;
  const code = codeOf(error);
  if (code.startsWith("Z_") || code.startsWith("ERR__ERROR_")) {
    const message = `${describe(target)}: the response can't be decompressed: ${error.message}`;
    return new InvalidResponseError(message, { cause: error });
  }
  const message = `${describe(target)}: the connection was lost while the response was being read`;
  return new ConnectionError(message, { code: code || "ECONNRESET", cause: error });
}

function describe({ method, url }: Target): string {
  return `${method} ${new URL(url).pathname}`;
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}

/** Where several addresses were tried, the message of the first is the one to show. */
function messageOf(error: Error): string {
  if (error.message !== "" || !(error instanceof AggregateError)) return error.message;
  const [first] = error.errors as readonly unknown[];
  return first instanceof Error ? first.message : codeOf(error);
}

function explain(code: string, host: string): string | undefined {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host name of ${host} can't be resolved, check \`host\` (DATABRICKS_HOST)`;
    case "ECONNREFUSED":
      return `${host} refused the connection, check \`host\` (DATABRICKS_HOST)`;
    case "ECONNRESET":
    case "EPIPE":
      return `${host} closed the connection without a response`;
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `${host} can't be reached, check the network and HTTPS_PROXY`;
    default:
      return undefined;
  }
}

function isRefusedCertificate(code: string): boolean {
  return /CERT|^UNABLE_TO|^HOSTNAME_MISMATCH$/.test(code);
}

function refusedCertificate(host: string, error: Error, socket: Socket | null): string {
  const certificate = certificateOf(socket);
  const names =
    certificate === undefined
      ? ""
      : ` (subject ${certificate.subject}, issued by ${certificate.issuer})`;
  return (
    `the TLS certificate of ${host} was refused: ${messageOf(error)}${names}. If it can be trusted, ` +
    "name its authority's PEM file in the environment variable NODE_EXTRA_CA_CERTS, " +
    "or give it as `nodeTransport({ ca })`"
  );
}
