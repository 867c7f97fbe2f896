import type { Waiter } from "./waiter.js";

/** A waiter that is made when somebody waits: much is started whose end nobody waits for. */
export function lazyWaiter<T, R, S>(
  response: R,
  make: () => Promise<Waiter<T, R, S>>,
): Waiter<T, R, S> {
  return {
    response,
    result: async (options) => (await make()).result(options),
    async *[Symbol.asyncIterator]() {
      yield* await make();
    },
  };
}
