import type { Timer } from "./ports.js";

/** The longest wait that `setTimeout` takes: about 24.8 days. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Counts real time; does not keep the process alive. */
export const realTimer: Timer = (milliseconds, work) => {
  let handle: NodeJS.Timeout;
  const wait = (left: number): void => {
    const part = Math.min(left, LONGEST_TIMEOUT);
    handle = setTimeout(() => (left > part ? wait(left - part) : work()), part);
    handle.unref();
  };
  wait(milliseconds);
  return () => clearTimeout(handle);
};
