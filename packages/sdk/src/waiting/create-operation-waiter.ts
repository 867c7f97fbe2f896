import { InvalidResponseError, OperationFailed, OperationTimeout } from "../errors/index.js";
import type { Clock, Random } from "../internal/index.js";
import { polling, type PollOptions, type PollingPlan, type PollingTimeout } from "./polling.js";
import type { Waiter, WaitOptions } from "./waiter.js";

/** What {@link createOperationWaiter} is made of. */
export interface OperationWaiterInput<R extends object> {
  /** The operation object that the call which started it returned. */
  readonly response: R;
  /** Gets the operation object again. */
  readonly poll: (options: PollOptions) => Promise<R>;
  /** The operation has no result, so an end without one is a success. Default: `false`. */
  readonly empty?: boolean | undefined;
  readonly clock: Clock;
  readonly random: Random;
}

/** The fields of google.longrunning.Operation that are read. */
interface OperationObject {
  readonly name?: string;
  readonly done?: boolean;
  readonly error?: { readonly error_code?: string; readonly message?: string } | null;
  readonly response?: unknown;
}

/**
 * Waits for a long-running operation object to be `done`, without a time limit unless one is asked
 * for. An operation that is done from the start is not polled. With `throwOnFailure: false` a failed
 * operation resolves to `undefined`: its error is in the object that `onProgress` sees last.
 */
export function createOperationWaiter<T, R extends object>(
  input: OperationWaiterInput<R>,
): Waiter<T, R, R> {
  return {
    response: input.response,
    result: (options = {}) => waitUntilDone<T, R>(input, options),
    async *[Symbol.asyncIterator]() {
      for await (const operation of states(input, { timeout: Infinity })) {
        yield operation;
        if (isDone(operation)) return;
      }
    },
  };
}

async function waitUntilDone<T, R extends object>(
  input: OperationWaiterInput<R>,
  options: WaitOptions<R>,
): Promise<T> {
  const { timeout = Infinity, pollInterval: interval, signal } = options;
  for await (const operation of states(input, { timeout, interval, signal })) {
    options.onProgress?.(operation);
    if (isDone(operation)) return outcome<T, R>(operation, input, options.throwOnFailure !== false);
  }
  throw new TypeError("polling ends by throwing"); // `states` never returns
}

/** The states of the operation, the first of which may be known already. */
async function* states<R extends object>(
  { response, poll, clock, random }: OperationWaiterInput<R>,
  plan: Pick<PollingPlan, "timeout" | "interval" | "signal">,
): AsyncGenerator<R> {
  let last = response;
  if (isDone(response)) yield response;
  const onTimeout = (end: PollingTimeout): unknown =>
    new OperationTimeout(`${nameOf(last)} was not done within ${end.elapsed / 1000} s`, {
      ...end,
      lastValue: last,
    });
  for await (const operation of polling(poll, { ...plan, clock, random }, onTimeout)) {
    last = operation;
    yield operation;
  }
}

function outcome<T, R extends object>(
  operation: R,
  { response, empty }: OperationWaiterInput<R>,
  throwOnFailure: boolean,
): T {
  const { error, response: result } = operation as OperationObject;
  if (error !== undefined && error !== null) {
    // The caller asked for no error, so for the absence of the result that it stands for.
    if (!throwOnFailure) return undefined as T;
    const { error_code: state = "UNKNOWN", message = "no reason was given" } = error;
    throw new OperationFailed(`${nameOf(operation)} failed with ${state}: ${message}`, {
      state,
      value: operation,
      response,
    });
  }
  if (empty === true || (result !== undefined && result !== null)) return result as T; // as promised
  throw new InvalidResponseError(
    `${nameOf(operation)} is done with neither a response nor an error`,
  );
}

function isDone(operation: object): boolean {
  return (operation as OperationObject).done === true;
}

function nameOf(operation: object): string {
  const { name } = operation as OperationObject;
  return name === undefined ? "the operation" : `the operation ${name}`;
}
