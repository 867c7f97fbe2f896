import type { Transport } from "../http/index.js";
import type { Clock } from "../internal/index.js";
import type { Logger } from "../logging/index.js";
import type { OAuthToken } from "../oauth/index.js";
import type { AuthAttributeName, AuthAttributes } from "./attributes.js";

/** The means to reach the outside that an authentication method is given. */
export interface AuthContext {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Ends the wait of the call that asked; what other calls also wait for goes on. */
  readonly signal?: AbortSignal;
}

/** What a strategy makes once, and the client asks before each attempt. */
export interface Credentials {
  /**
   * The headers that authenticate one attempt, with lower-case names. Called per attempt, so tokens
   * that outlive a request should be kept; what it returns is not cached again.
   */
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** The OAuth token behind the headers. Absent where the method has none. */
  token?(signal?: AbortSignal): Promise<OAuthToken>;
  /**
   * Other headers in place of those that the service refused with 401. Called once per call at most.
   * Absent where there can be no others, as for personal access tokens.
   */
  refresh?(
    refused: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, string>>>;
}

/** A strategy's answer when it cannot be used here, which is no error. */
export interface Skipped {
  /** Why, and what would have to be there, in a few words without a full stop. */
  readonly skipped: string;
}

/** What {@link CredentialsStrategy.configure} gets. */
export interface StrategyInput {
  /** The resolved configuration. */
  readonly config: AuthAttributes;
  readonly context: AuthContext;
  /** The environment variables, for methods that read those of a CI system. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * One way to authenticate. Give your own as the `credentials` option of a client: it then replaces
 * the default chain, and its name is reported as the authentication type.
 */
export interface CredentialsStrategy {
  /** As in `authType`, e.g. `pat`. */
  readonly name: string;
  /** Attributes without which the default chain skips this strategy. Not checked for your own. */
  readonly needs?: readonly AuthAttributeName[];
  /** Called once per client. Throws, or rejects, when something is wrong rather than missing. */
  configure(input: StrategyInput): Promise<Credentials | Skipped>;
  /**
   * Finds the host of the workspace that `azureWorkspaceResourceId` names, where no host is set;
   * called before {@link configure} then. Throws, or rejects, like it.
   */
  findHost?(input: StrategyInput): Promise<string | Skipped>;
}

/** Whether a strategy bowed out. */
export function isSkipped(answer: string | object): answer is Skipped {
  return typeof answer === "object" && "skipped" in answer;
}
