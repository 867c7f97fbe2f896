/** Calls scheduled work off; calling it twice, or too late, does nothing. */
export type Cancel = () => void;

/** The time of the local workspace, which its engines go by: states, schedules, expiry. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /**
   * Runs `work` once `milliseconds` of this clock's time have passed, never before the current
   * call stack ends. For what the platform needs time for: starting a machine, provisioning a
   * workspace. The instant clock jumps to it. Returns a function that calls it off.
   *
   * @param subject id of the object whose state `work` ends; the instant clock lets somebody see
   *   that state first. Default: any read will do.
   */
  schedule(milliseconds: number, work: () => void, subject?: string): Cancel;
  /**
   * Like {@link schedule}, for times that somebody set: auto-termination, time-outs, expiry, cron.
   * No clock jumps to an alarm; it rings when time gets there.
   */
  alarm(milliseconds: number, work: () => void): Cancel;
}

/**
 * How time passes.
 *
 * - `instant`: at the machine's pace, but no scheduled work is waited for (see README.md).
 * - `real`: at the machine's pace.
 * - `scaled`: at the machine's pace times a factor.
 * - `manual`: only when {@link ControlledClock.advance} is called.
 */
export type ClockMode = "instant" | "manual" | "real" | "scaled";

/** A clock as its owner sees it: tests, the server and the control endpoints. */
export interface ControlledClock extends Clock {
  readonly mode: ClockMode;
  /**
   * Lets that much time pass now, in any mode. What falls due runs before the call returns, in the
   * order of its times, and sees them as the present.
   *
   * @param milliseconds zero or more; anything else throws a `RangeError`
   */
  advance(milliseconds: number): void;
  /**
   * Says that a read of the workspace begins. Calling the result says what was answered: of what
   * was scheduled before, that whose subject the answer mentions has now been seen, as has that
   * without a subject. Only the instant clock cares.
   */
  beginRead(): (answer: string | Uint8Array) => void;
  /** Drops all that is scheduled. */
  close(): void;
}
