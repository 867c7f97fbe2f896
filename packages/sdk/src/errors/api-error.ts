import { redactFields } from "../internal/index.js";
import { DatabricksError, named } from "./databricks-error.js";
import type { ErrorDetails } from "./details.js";

/** What an {@link ApiError} is made of. */
export interface ApiErrorInit {
  /** The HTTP status. */
  readonly status: number;
  /** The platform's code, e.g. `RESOURCE_DOES_NOT_EXIST`; empty when the server sent none. */
  readonly errorCode: string;
  readonly details: ErrorDetails;
  readonly requestId?: string | undefined;
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Milliseconds the server asks to wait. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The service answered with an error. The class says what it means: catch {@link NotFound} and
 * its like, not status numbers. Thrown as is where no class fits the status or the code.
 */
export class ApiError extends DatabricksError {
  static {
    named(this, "ApiError");
  }

  /** The HTTP status, e.g. 404. */
  readonly status: number;
  /** The platform's code, e.g. `RESOURCE_DOES_NOT_EXIST`; empty when the server sent none. */
  readonly errorCode: string;
  /** What the server says beside the message. */
  readonly details: ErrorDetails;
  /** What to quote to support; absent when the server sent none. */
  readonly requestId?: string;
  /** The HTTP method of the request. */
  readonly method: string;
  /** The path of the request, without its query. */
  readonly path: string;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Milliseconds the server asks to wait before the next attempt; absent when it did not say. */
  readonly retryAfter?: number;

  constructor(message: string, init: ApiErrorInit) {
    super(message, init);
    this.status = init.status;
    this.errorCode = init.errorCode;
    this.details = init.details;
    this.method = init.method;
    this.path = init.path;
    this.attempts = init.attempts;
    if (init.requestId !== undefined) this.requestId = init.requestId;
    if (init.retryAfter !== undefined) this.retryAfter = init.retryAfter;
  }

  override toJSON(): Record<string, unknown> {
    return {
      ...super.toJSON(),
      status: this.status,
      errorCode: this.errorCode,
      details: redactFields(this.details),
      requestId: this.requestId,
      method: this.method,
      path: this.path,
      attempts: this.attempts,
      retryAfter: this.retryAfter,
    };
  }
}
