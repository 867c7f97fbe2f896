import { WorkspaceError } from "../errors/index.js";
import { statusOf } from "./error-status.js";
import { Reply } from "./context.js";
import { isStoragePath, storageFailure } from "./storage-error-body.js";

/** How a part of the API writes its errors. */
type Envelope = (error: WorkspaceError, status: number, requestId: string) => object;

/** The answer to a failed request, in the shape that clients of that path expect. */
export function errorReply(error: unknown, path: string, requestId: string): Reply {
  const known = asWorkspaceError(error);
  const status = known.status ?? statusOf(known.code);
  if (isStoragePath(path)) return storageFailure(status, known.message);
  const body = envelopeOf(path)(known, status, requestId);
  return new Reply(status, body, headersOf(known, status));
}

/** What headers say of an error beside its body. */
function headersOf(error: WorkspaceError, status: number): Readonly<Record<string, string>> {
  if (status === 401 || status === 403) return denial(error, status);
  const { size, retryAfter } = error.info?.metadata ?? {};
  // RFC 9110 section 10.2.3: the seconds to wait.
  if (status === 429 && retryAfter !== undefined) return { "retry-after": retryAfter };
  // RFC 9110 section 15.5.17: how long the file is that has no such range.
  return status === 416 && size !== undefined ? { "content-range": `bytes */${size}` } : {};
}

/** What clients that were not let in are told by header. */
function denial(error: WorkspaceError, status: number): Readonly<Record<string, string>> {
  const challenge = challengeOf(error, status);
  return {
    "x-databricks-reason-phrase": printable(error.message),
    ...(challenge !== undefined && { "www-authenticate": challenge }),
  };
}

/** How to do better (RFC 6750 section 3): a client that has an expired token gets another one. */
function challengeOf({ info }: WorkspaceError, status: number): string | undefined {
  if (info?.reason === "INSUFFICIENT_SCOPE") {
    return `Bearer error="insufficient_scope", scope="${info.metadata?.["scope"] ?? ""}"`;
  }
  if (status !== 401) return undefined;
  return info?.reason === "INVALID_TOKEN" ? 'Bearer error="invalid_token"' : "Bearer";
}

/** Header values take no line breaks and nothing beyond Latin-1. */
function printable(text: string): string {
  return text.replace(/[^ -~]/g, "?");
}

/** What was thrown; anything that was not meant to be is an `INTERNAL_ERROR`. */
export function asWorkspaceError(error: unknown): WorkspaceError {
  if (error instanceof WorkspaceError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const help = diskProblems[(error as NodeJS.ErrnoException | null)?.code ?? ""];
  const why = help === undefined ? text : `${help} (${text})`;
  return new WorkspaceError("INTERNAL_ERROR", `The local workspace failed: ${why}`);
}

/** What is wrong with the folder of a workspace, by the system's codes, and what to do about it. */
const diskProblems: Readonly<Record<string, string>> = {
  EACCES: "it may not use its folder. Correct the rights on that",
  EDQUOT: "the quota of its disk is used up. Make room",
  EIO: "its disk has a fault",
  EMFILE: "it has too many files open. Raise the limit (ulimit -n)",
  ENOSPC: "its disk is full. Make room",
  EPERM: "it may not use its folder. Correct the rights on that",
  EROFS: "its folder is on a disk that cannot be written",
};

function envelopeOf(path: string): Envelope {
  if (/\/scim\/v2\//.test(path)) return scim;
  return path.startsWith("/api/1.2/") ? legacy : standard;
}

const standard: Envelope = ({ code, message, info }, _status, requestId) => ({
  error_code: code,
  message,
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: info?.reason ?? code,
      domain: info?.domain ?? "databricks.com",
      metadata: info?.metadata ?? {},
    },
    {
      "@type": "type.googleapis.com/google.rpc.RequestInfo",
      request_id: requestId,
      serving_data: "",
    },
  ],
});

/** SCIM, RFC 7644 section 3.12. `scimType` comes from the error's metadata. */
const scim: Envelope = ({ message, info }, status) => {
  const scimType = info?.metadata?.["scimType"] ?? (status === 409 ? "uniqueness" : undefined);
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    detail: message,
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
  };
};

/** API 1.2: command execution. */
const legacy: Envelope = ({ message }) => ({ error: message });
