import { OperationFailed, OperationTimeout } from "../errors/index.js";
import type { Clock, Random } from "../internal/index.js";
import { polling, type PollOptions, type PollingPlan, type PollingTimeout } from "./polling.js";
import { valueAt } from "./value-at.js";
import type { Waiter, WaitOptions } from "./waiter.js";
import type { Waiting } from "./waiting.js";

const minute = 60_000;

/** What {@link createWaiter} is made of. */
export interface WaiterInput<T, R> {
  readonly waiting: Waiting;
  /** What the call that started the operation returned. */
  readonly response: R;
  /** Gets the value whose state is waited for. */
  readonly poll: (options: PollOptions) => Promise<T>;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Waits for a value to reach one of the states that {@link Waiting} names. Iterating has no time
 * limit and does not throw for a failure state: whoever iterates sees the states and can stop.
 */
export function createWaiter<T, R>(input: WaiterInput<T, R>): Waiter<T, R> {
  return {
    response: input.response,
    result: (options = {}) => waitForState(input, options),
    async *[Symbol.asyncIterator]() {
      const { waiting, poll, clock, random } = input;
      for await (const value of polling(poll, { clock, random, timeout: Infinity }, never)) {
        yield value;
        if (isFinal(waiting, stateOf(waiting, value))) return;
      }
    },
  };
}

async function waitForState<T, R>(
  { waiting, response, poll, clock, random }: WaiterInput<T, R>,
  options: WaitOptions<T>,
): Promise<T> {
  const { timeout = waiting.minutes * minute, pollInterval: interval, signal } = options;
  const plan: PollingPlan = { clock, random, signal, timeout, interval };
  let lastValue: T | undefined;
  const onTimeout = (end: PollingTimeout): unknown => timedOut(waiting, lastValue, end);
  for await (const value of polling(poll, plan, onTimeout)) {
    lastValue = value;
    options.onProgress?.(value);
    const state = stateOf(waiting, value);
    if (waiting.success.includes(state)) return value;
    if (!waiting.failure.includes(state)) continue;
    if (options.throwOnFailure === false) return value;
    throw new OperationFailed(`${failedToReach(waiting, value, state)}`, {
      state,
      value,
      response,
    });
  }
  throw new TypeError("polling ends by throwing"); // `polling` never returns
}

function failedToReach(waiting: Waiting, value: unknown, state: string): string {
  const said = messageOf(waiting, value);
  const target = waiting.success.join(" or ");
  return `failed to reach ${target}, got ${state}${said === "" ? "" : `: ${said}`}`;
}

function timedOut<T>(waiting: Waiting, lastValue: T | undefined, end: PollingTimeout): unknown {
  const state = stateOf(waiting, lastValue);
  const said = messageOf(waiting, lastValue);
  const target = waiting.success.join(" or ");
  const last = state === "" ? "no state was seen" : `the last state was ${state}`;
  const message =
    `${target} was not reached within ${end.elapsed / 1000} s: ${last}` +
    (said === "" ? "" : ` (${said})`);
  return new OperationTimeout(message, { ...end, lastValue });
}

function isFinal({ success, failure }: Waiting, state: string): boolean {
  return success.includes(state) || failure.includes(state);
}

function stateOf(waiting: Waiting, value: unknown): string {
  return textAt(value, waiting.status);
}

function messageOf(waiting: Waiting, value: unknown): string {
  return waiting.message === undefined ? "" : textAt(value, waiting.message);
}

function textAt(value: unknown, path: readonly string[]): string {
  const text = valueAt(value, path);
  return typeof text === "string" ? text : "";
}

function never(): never {
  throw new TypeError("polling without a limit does not end by itself");
}
