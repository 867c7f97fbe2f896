import type { Transport } from "../http/index.js";
import type { Clock } from "../internal/index.js";
import type { Logger } from "../logging/index.js";

/** The means that every step of the protocol works with. */
export interface OAuthContext {
  /** Sends without credentials of its own. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger?: Logger | undefined;
  /** Ends the step at once, waits between attempts included. */
  readonly signal?: AbortSignal | undefined;
}
