import { type ApiError, apiErrorFrom } from "../../../errors/index.js";
import type { HttpMethod, HttpResponse } from "../../../http/index.js";
import { xmlText } from "./xml.js";

/** The address was valid for a time that is over; a new one will do. */
export class UrlExpired extends Error {
  /** What storage answered, should there be no new address. */
  readonly answer: ApiError;

  constructor(answer: ApiError) {
    super(answer.message, { cause: answer });
    this.answer = answer;
  }
}

/** The request that an answer of storage belongs to, as errors name it. */
export interface StorageExchange {
  readonly method: HttpMethod;
  /** The file's path: the address itself is never shown. */
  readonly path: string;
  readonly attempts: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The error that an answer of storage stands for; its body is read. */
export async function storageFailure(
  response: HttpResponse,
  exchange: StorageExchange,
): Promise<ApiError | UrlExpired> {
  const { status, statusText, headers } = response;
  // An answer counts for what its status says, even if its body is lost.
  const document = await response.text().catch(() => "");
  const code = xmlText(document, "Code");
  const said = xmlText(document, "Message")?.split("\n", 1)[0] ?? "";
  const body =
    code === undefined
      ? document
      : JSON.stringify({ error_code: code, message: `storage says: ${said}` });
  const error = apiErrorFrom({ ...exchange, status, statusText, headers, body });
  return isExpired(status, document, code) ? new UrlExpired(error) : error;
}

/** How AWS (Signature V4) and Azure (shared access signature) say that a URL is too old. */
function isExpired(status: number, document: string, code: string | undefined): boolean {
  if (status !== 403) return false;
  if (code === "AccessDenied") return xmlText(document, "Message") === "Request has expired";
  if (code !== "AuthenticationFailed") return false;
  const detail = xmlText(document, "AuthenticationErrorDetail") ?? "";
  return detail.includes("Signature not valid in the specified time frame");
}
