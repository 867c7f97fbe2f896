import { Reply } from "./context.js";

/** Where cloud storage is played: what answers there speaks as storage does, not as the API. */
const STORAGE = "/storage/";

/** Whether a path is one of cloud storage. */
export function isStoragePath(path: string): boolean {
  return path.startsWith(STORAGE);
}

/** An error as cloud storage answers it: AWS's, and GCP's XML API. */
export function storageErrorReply(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Error><Code>${code}</Code><Message>${escape(message)}</Message></Error>`;
  return new Reply(status, xml, { ...headers, "content-type": "application/xml" });
}

/** The answer where a request does not get as far as to storage itself, or where that fails. */
export function storageFailure(status: number, message: string): Reply {
  // Why: storage never asks for credentials, it says that those in the address will not do.
  const own = status === 401 ? 403 : status;
  return storageErrorReply(own, codeOf(own), message);
}

function codeOf(status: number): string {
  if (status === 403) return "AccessDenied";
  if (status === 404) return "NoSuchBucket";
  if (status === 429 || status === 503) return "SlowDown";
  return status < 500 ? "InvalidRequest" : "InternalError";
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
