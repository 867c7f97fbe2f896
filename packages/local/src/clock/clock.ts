/** The time of the local workspace, which its engines go by: states, schedules, expiry. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /**
   * Runs `work` once `milliseconds` of this clock's time have passed, never before the current
   * call stack ends. Returns a function that calls it off.
   */
  schedule(milliseconds: number, work: () => void): () => void;
}
