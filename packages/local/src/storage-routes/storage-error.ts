import { WorkspaceError } from "../errors/index.js";
import { type Reply, storageErrorReply } from "../http/index.js";

/** An error as cloud storage answers it: AWS's, and GCP's XML API. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Status and code of storage, by the platform's code for the same thing. */
const known: Readonly<Record<string, readonly [status: number, code: string]>> = {
  ABORTED: [409, "OperationAborted"],
  ALREADY_EXISTS: [412, "PreconditionFailed"],
  CANCELLED: [499, "ClientClosedRequest"],
  INVALID_PARAMETER_VALUE: [400, "InvalidArgument"],
  NOT_FOUND: [404, "NoSuchKey"],
  TEMPORARILY_UNAVAILABLE: [503, "ServiceUnavailable"],
};

/** Answers with what `work` answers, and as storage does when it throws. */
export async function asStorage(work: () => Promise<Reply> | Reply): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    const { status, code, message, headers } = storageError(error);
    return storageErrorReply(status, code, message, headers);
  }
}

function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (!(error instanceof WorkspaceError)) throw error;
  const [status, code] = known[error.code] ?? [400, "InvalidRequest"];
  const isUpload = error.info?.reason === "FILES_API_UPLOAD_SESSION_NOT_FOUND";
  return new StorageError(status, isUpload ? "NoSuchUpload" : code, error.message);
}
