import type { CredentialsStrategy } from "../auth/index.js";
import type { Config, ConfigOptions, EnvironmentVariables } from "../config/index.js";
import type { Transport } from "../http/index.js";
import type { Clock, Random } from "../internal/index.js";
import type { Logger } from "../logging/index.js";
import type { RetryOptions } from "../retry/index.js";
import type { UserAgentExtra } from "../user-agent/index.js";

/** What a client can be made from. All of it is optional: see {@link ConfigOptions}. */
export type ClientOptions = ConfigOptions & {
  /** A configuration that is there already, in place of all attributes and of {@link env}. */
  readonly config?: Config | undefined;
  /** Your own way to authenticate, in place of the default chain. */
  readonly credentials?: CredentialsStrategy | undefined;
  /** Environment variables. Default: those of the process. */
  readonly env?: EnvironmentVariables | undefined;
  /**
   * What sends requests. Default: `node:http` on Node, `fetch` elsewhere. Give
   * `nodeTransport({ ca, cert, key, proxy })` for certificates and proxies of your own.
   */
  readonly transport?: Transport | undefined;
  /** Where each exchange is logged, at debug level. Default: nowhere. */
  readonly logger?: Logger | undefined;
  /** How often failed attempts are repeated; `false` sends once. A call can narrow it. */
  readonly retry?: false | RetryOptions | undefined;
  /** Your program's name in the user agent. Default: that of `withProduct`. */
  readonly product?: string | undefined;
  /** Its semantic version. Default: `0.0.0`. */
  readonly productVersion?: string | undefined;
  /** Further parts of the user agent. */
  readonly userAgentExtras?: readonly UserAgentExtra[] | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Default: `Math.random`. Only spreads waits; ids and tokens come from the platform's source. */
  readonly random?: Random | undefined;
};

/** What a client works with beside its configuration: shared by clients that derive from it. */
export interface ClientRuntime {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger?: Logger;
}
