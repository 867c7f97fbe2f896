/** Which states end a wait: data written by the generator, acted on by `Waiter`. */
export interface Waiting {
  /** Path to the state in the polled value, e.g. `["state", "life_cycle_state"]`. */
  readonly status: readonly string[];
  /** Path to the text that explains the state. It may be absent from the value. */
  readonly message?: readonly string[];
  readonly success: readonly string[];
  /** Empty when no failure state is known. */
  readonly failure: readonly string[];
  /** Default limit in minutes. */
  readonly minutes: number;
}
