/** A fact of the error beside its text (google.rpc.ErrorInfo). */
export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * What an engine throws when the caller is to blame or must know: the platform's error code and
 * text. The HTTP layer gives it its status and its shape on the wire.
 */
export class WorkspaceError extends Error {
  override readonly name = "WorkspaceError";
  /** One of the platform's codes, e.g. `RESOURCE_DOES_NOT_EXIST`. */
  readonly code: string;
  readonly info: ErrorInfo | undefined;
  /** Set only where the platform answers another status than the code's usual one. */
  readonly status: number | undefined;

  constructor(code: string, message: string, info?: ErrorInfo, status?: number) {
    super(message);
    this.code = code;
    this.info = info;
    this.status = status;
  }
}
