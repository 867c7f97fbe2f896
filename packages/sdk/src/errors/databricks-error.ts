import { redactText } from "../internal/index.js";

const brand = Symbol.for("databricks-sdk-ts.error");
const inspectMethod = Symbol.for("nodejs.util.inspect.custom");
const deepestCause = 8;

/** What every error takes beside its message. */
export interface ErrorInit {
  /** The error behind this one. */
  readonly cause?: unknown;
}

/**
 * The base of every error that this SDK throws on purpose.
 *
 * What it prints, as text, in `console.log` and as JSON, is short and holds no secret; the details
 * are properties of the classes below it.
 */
export class DatabricksError extends Error {
  static {
    named(this, "DatabricksError");
    Object.defineProperty(this.prototype, brand, { value: true });
    Object.defineProperty(this.prototype, inspectMethod, {
      value(this: DatabricksError): string {
        return render(this);
      },
    });
  }

  constructor(message: string, init: ErrorInit = {}) {
    super(message, "cause" in init ? { cause: init.cause } : undefined);
  }

  /** Name, message and the facts that are safe to log. */
  toJSON(): Record<string, unknown> {
    const cause = describeCause(this.cause);
    return { name: this.name, message: this.message, ...(cause === undefined ? {} : { cause }) };
  }
}

/**
 * Whether a value is an error of this SDK, also when it comes from another copy of the SDK or from
 * another realm, where `instanceof` says no.
 */
export function isDatabricksError(value: unknown): value is DatabricksError {
  return typeof value === "object" && value !== null && brand in value;
}

/** Puts the name on the prototype: stacks begin with it, and it survives minifiers. */
export function named(type: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(type.prototype, "name", {
    value: name,
    configurable: true,
    writable: true,
  });
}

/** What Node's `console.log` and `util.inspect` print: the stack, and causes by name and message. */
function render(error: DatabricksError): string {
  const lines = [error.stack ?? String(error)];
  let { cause } = error;
  for (let depth = 0; cause !== undefined && depth < deepestCause; depth++) {
    lines.push(`  [cause]: ${describeCause(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines.join("\n");
}

function describeCause(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  if (cause instanceof Error || isDatabricksError(cause)) {
    return redactText(`${cause.name}: ${cause.message}`);
  }
  return typeof cause === "string" ? redactText(cause) : `a thrown ${typeof cause}`;
}
