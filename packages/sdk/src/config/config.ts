import { environmentOf, isAccountHost } from "../auth/index.js";
import type {
  AuthContext,
  AuthReport,
  ChainInput,
  CloudEnvironment,
  Credentials,
  OAuthToken,
} from "../auth/index.js";
import { ConfigError } from "../errors/index.js";
import { raceSignal } from "../internal/index.js";
import type { AttributeValue } from "./attribute.js";
import { attributes } from "./attributes.js";
import { chainInput } from "./chain-input.js";
import { createState, deriveState, learn } from "./config-state.js";
import type { ConfigRuntime, ConfigState } from "./config-state.js";
import type { AttributeName, ConfigOptions, ResolvedAttributes } from "./options.js";
import { describeOrigin } from "./setting.js";
import { sqlHttpPath } from "./sql-http-path.js";
import { summarise, toSafeObject } from "./summary.js";

/** Lends `Config` the attributes' types; its static block makes the getters they stand for. */
const TypedAttributes = Object as unknown as new () => ResolvedAttributes;

/**
 * The configuration of one client: every attribute's value and where it came from, what the host
 * tells of itself, and the credentials. A value is looked for in the arguments, then in environment
 * variables, then in the profile. Printing a `Config`, in any way, shows no secret.
 */
export class Config extends TypedAttributes {
  static {
    for (const { name } of attributes) {
      Object.defineProperty(this.prototype, name, {
        get(this: Config) {
          return this.#valueOf(name);
        },
      });
    }
    // What `console.log` prints; a method with a computed name would have no declared type.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: Config) {
        return this.describe();
      },
    });
  }

  #state: ConfigState;

  /**
   * Resolves every attribute, without any request.
   * Throws a {@link ConfigError} for a value that can't be read, a profile that does not exist, and
   * attributes of several authentication methods without an `authType` to choose one.
   */
  constructor(options: ConfigOptions = {}, runtime: ConfigRuntime = {}) {
    super();
    this.#state = createState(options, runtime);
  }

  /** Whether the host serves an account, judged by its name; unified hosts are not recognised. */
  get isAccountHost(): boolean {
    return isAccountHost(this.host);
  }

  /** Where the host runs: its cloud, the end of its name, and Azure's ids. */
  get environment(): CloudEnvironment {
    return environmentOf(this);
  }

  /** Whether the host runs on Azure. */
  get isAzure(): boolean {
    return this.azureWorkspaceResourceId !== undefined || this.environment.cloud === "AZURE";
  }

  /** Whether the host runs on Google Cloud. */
  get isGcp(): boolean {
    return !this.isAzure && this.environment.cloud === "GCP";
  }

  /** Whether the host runs on AWS, which is also assumed of hosts with an unknown name. */
  get isAws(): boolean {
    return !this.isAzure && !this.isGcp;
  }

  /**
   * The HTTP path of the configured SQL compute; empty when none is configured.
   * Throws a {@link ConfigError} when it is not one alone, or the workspace id is missing.
   */
  get sqlHttpPath(): string {
    return sqlHttpPath(this);
  }

  /** Where an attribute's value came from, in words; `undefined` when it has none. */
  originOf(attribute: AttributeName): string | undefined {
    const setting = this.#state.settings.get(attribute);
    return setting === undefined ? undefined : describeOrigin(setting.origin);
  }

  /**
   * Asks for what is still unset: Azure for the host of `azureWorkspaceResourceId`, and the host for
   * e.g. the workspace id. Once; a host that does not answer changes nothing.
   * Rejects with the signal's reason, or a {@link ConfigError} when Azure's help fails.
   */
  ready(context: AuthContext): Promise<void> {
    return raceSignal(learn(this.#state, context), context.signal);
  }

  /**
   * The headers that authenticate one attempt; their names are lower case. The first call chooses
   * the method, see {@link explainAuth}.
   * Throws a {@link DefaultCredentialsError} when none fits.
   *
   * @param refused Headers that the service did not accept: a token among them is replaced.
   */
  authenticate(
    context: AuthContext,
    refused?: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>> {
    const { credentials } = this.#state.authenticator;
    if (credentials === undefined) {
      return this.#configure(context).then((configured) => configured.headers(context.signal));
    }
    if (refused === undefined) return credentials.headers(context.signal);
    return credentials.refresh?.(refused, context.signal) ?? Promise.resolve(refused);
  }

  /**
   * The OAuth token in use, refreshed when it is due.
   * Throws a {@link ConfigError} for methods that have none.
   */
  async oauthToken(context: AuthContext): Promise<OAuthToken> {
    const credentials = await this.#configure(context);
    if (credentials.token === undefined) {
      const message = `OAuth tokens are not available for ${this.authType} authentication`;
      throw new ConfigError(`${message}. ${this.describe()}`, { attribute: "authType" });
    }
    return credentials.token(context.signal);
  }

  /** Which authentication method is in use, or why none is, and where its values came from. */
  explainAuth(): AuthReport {
    return this.#state.authenticator.report(this.#chainInput());
  }

  /** One line on what is configured, secrets masked: `Config: host=…, token=***. Env: …`. */
  describe(): string {
    return summarise(this.#state.settings);
  }

  /**
   * A configuration with some attributes replaced; `undefined` unsets one. Nothing is looked up
   * again in the environment or the profile. The copy shares the credentials unless an attribute
   * changes that they may depend on; then it sets up its own.
   */
  copy(overrides: ConfigOptions = {}): Config {
    const copy = new Config({}, { env: {}, readFile: () => undefined });
    copy.#state = deriveState(this.#state, overrides);
    return copy;
  }

  /** The attributes that were configured, secrets masked. */
  toJSON(): Record<string, AttributeValue> {
    return toSafeObject(this.#state.settings);
  }

  #valueOf(name: AttributeName): AttributeValue | undefined {
    // Which method is in use is known only after the first call.
    const chosen = name === "authType" ? this.#state.authenticator.chosen : undefined;
    return chosen ?? this.#state.settings.get(name)?.value;
  }

  #configure(context: AuthContext): Promise<Credentials> {
    const { signal, ...shared } = context;
    const makeInput = async (): Promise<ChainInput> => {
      await learn(this.#state, shared);
      return { ...this.#chainInput(), context: shared };
    };
    return this.#state.authenticator.configure(makeInput, signal);
  }

  #chainInput(): Omit<ChainInput, "context"> {
    const { settings, strategies, env } = this.#state;
    return chainInput(settings, strategies, env);
  }
}
