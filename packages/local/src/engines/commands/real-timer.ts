import type { CommandTimer } from "./ports.js";

/** Counts real time; does not keep the process alive. */
export const realTimer: CommandTimer = (milliseconds, work) => {
  const handle = setTimeout(work, milliseconds);
  handle.unref();
  return () => clearTimeout(handle);
};
