import { TimeoutError, type TimeoutErrorInit } from "./client-errors.js";
import { DatabricksError, type ErrorInit, named } from "./databricks-error.js";

/** What an {@link OperationFailed} tells. */
export interface OperationFailedInit<T, R> extends ErrorInit {
  readonly state: string;
  readonly value: T;
  readonly response: R;
}

/** An operation that was waited for ended in a failure state. */
export class OperationFailed<T = unknown, R = unknown> extends DatabricksError {
  static {
    named(this, "OperationFailed");
  }

  /** The state it ended in, e.g. `INTERNAL_ERROR`. */
  readonly state: string;
  readonly #value: T;
  readonly #response: R;

  constructor(message: string, init: OperationFailedInit<T, R>) {
    super(message, init);
    this.state = init.state;
    this.#value = init.value;
    this.#response = init.response;
  }

  /** The last polled value: the run, the cluster, the operation. */
  get value(): T {
    return this.#value;
  }

  /** What the call that started the operation returned. */
  get response(): R {
    return this.#response;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), state: this.state };
  }
}

/** The time to wait is up; the operation goes on in the workspace. `attempts` counts the polls. */
export class OperationTimeout<T = unknown> extends TimeoutError {
  static {
    named(this, "OperationTimeout");
  }

  readonly #lastValue: T | undefined;

  constructor(message: string, init: TimeoutErrorInit & { readonly lastValue: T | undefined }) {
    super(message, init);
    this.#lastValue = init.lastValue;
  }

  /** The last polled value; `undefined` when none came. */
  get lastValue(): T | undefined {
    return this.#lastValue;
  }
}
