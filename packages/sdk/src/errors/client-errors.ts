import { DatabricksError, type ErrorInit, named } from "./databricks-error.js";

/** No answer came: the name did not resolve, the connection failed or broke, TLS was refused. */
export class ConnectionError extends DatabricksError {
  static {
    named(this, "ConnectionError");
  }

  /** The system's code, e.g. `ECONNREFUSED`; empty where the platform tells none, as `fetch`. */
  readonly code: string;

  constructor(message: string, init: ErrorInit & { readonly code?: string | undefined } = {}) {
    super(message, init);
    this.code = init.code ?? "";
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), code: this.code };
  }
}

/** What a {@link TimeoutError} tells. */
export interface TimeoutErrorInit extends ErrorInit {
  /** Milliseconds since the call began. */
  readonly elapsed: number;
  /** How often the request was sent. */
  readonly attempts: number;
}

/** The caller's time ran out; the cause is the last error that an attempt ended in, if any. */
export class TimeoutError extends DatabricksError {
  static {
    named(this, "TimeoutError");
  }

  /** Milliseconds since the call began. */
  readonly elapsed: number;
  /** How often the request was sent. */
  readonly attempts: number;

  constructor(message: string, init: TimeoutErrorInit) {
    super(message, init);
    this.elapsed = init.elapsed;
    this.attempts = init.attempts;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), elapsed: this.elapsed, attempts: this.attempts };
  }
}

/** The service reported success in a form that can't be read. */
export class InvalidResponseError extends DatabricksError {
  static {
    named(this, "InvalidResponseError");
  }
}

/** A page of a list leads nowhere new: the server repeats a page token, so the list never ends. */
export class PagingError extends DatabricksError {
  static {
    named(this, "PagingError");
  }
}

/** What the caller gave can't be sent. Nothing was. */
export class InvalidRequestError extends DatabricksError {
  static {
    named(this, "InvalidRequestError");
  }

  /** Where the value is, as a path of wire names, e.g. `tasks[0].timeout_seconds`. */
  readonly field: string;

  constructor(message: string, init: ErrorInit & { readonly field: string }) {
    super(message, init);
    this.field = init.field;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), field: this.field };
  }
}
