import { callTimedOut } from "../http/index.js";
import { type Clock, combineSignals } from "../internal/index.js";
import type { CallContext } from "./with-limits.js";

/** Runs a call until its deadline, or until the stream that it ends in was read. */
export async function withDeadline<T>(
  context: CallContext,
  clock: Clock,
  run: (context: CallContext) => Promise<T>,
): Promise<T> {
  const { progress, signal } = context;
  const { deadline = Infinity } = progress;
  const combined = combineSignals({
    signals: [signal],
    timeout: {
      clock,
      milliseconds: deadline - clock.now(),
      reason: () => callTimedOut(progress, clock.now()),
    },
  });
  let held = false;
  const hold = (stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
    held = true;
    return whenRead(stream, combined.dispose);
  };
  try {
    return await run({ ...context, signal: combined.signal, hold });
  } finally {
    if (!held) combined.dispose();
  }
}

/** The same stream, and a call when it has ended, whichever way. */
function whenRead(
  stream: ReadableStream<Uint8Array>,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          ended();
          controller.close();
        } catch (error) {
          ended();
          controller.error(error);
        }
      },
      async cancel(reason) {
        ended();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
