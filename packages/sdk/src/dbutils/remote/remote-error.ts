import { DatabricksError } from "../../errors/index.js";
import type { ErrorText } from "./error-text.js";

/** What a {@link RemoteError} tells. */
export interface RemoteErrorInit extends ErrorText {
  readonly method: string;
  readonly trace: string;
}

/** A method of `dbutils` failed on the cluster. */
export class RemoteError extends DatabricksError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "RemoteError", configurable: true });
  }

  /** The method, e.g. `fs.mount`. */
  readonly method: string;
  /** The class of the exception, e.g. `RemoteException`; empty where the cluster names none. */
  readonly exception: string;
  readonly #trace: string;

  constructor({ method, exception, text, trace }: RemoteErrorInit) {
    super(`dbutils.${method} failed: ${exception === "" ? "" : `${exception}: `}${text}`);
    this.method = method;
    this.exception = exception;
    this.#trace = trace;
  }

  /** The stack trace on the cluster, without colours; empty where it sent none. */
  get trace(): string {
    return this.#trace;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), method: this.method, exception: this.exception };
  }
}
