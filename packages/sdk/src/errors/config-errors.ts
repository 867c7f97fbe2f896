import { DatabricksError, type ErrorInit, named } from "./databricks-error.js";

/** What a {@link ConfigError} tells. */
export interface ConfigErrorInit extends ErrorInit {
  /** The configuration attribute to fix, in camelCase, e.g. `clientSecret`. */
  readonly attribute?: string | undefined;
}

/** The configuration is incomplete or contradicts itself; the message says what to change. */
export class ConfigError extends DatabricksError {
  static {
    named(this, "ConfigError");
  }

  /** The configuration attribute to fix, in camelCase; absent where it is not one alone. */
  readonly attribute?: string;

  constructor(message: string, init: ConfigErrorInit = {}) {
    super(message, init);
    if (init.attribute !== undefined) this.attribute = init.attribute;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), attribute: this.attribute };
  }
}

/** What became of one way to authenticate. */
export interface StrategyAttempt {
  /** The strategy's name, e.g. `oauth-m2m`. */
  readonly name: string;
  readonly outcome: "skipped" | "failed";
  /** What is missing, or what went wrong. Holds no secret. */
  readonly reason: string;
}

/** No way to authenticate worked; {@link strategies} says why, for each in the order tried. */
export class DefaultCredentialsError extends ConfigError {
  static {
    named(this, "DefaultCredentialsError");
  }

  readonly strategies: readonly StrategyAttempt[];

  constructor(
    message: string,
    init: ConfigErrorInit & { readonly strategies: readonly StrategyAttempt[] },
  ) {
    super(message, init);
    this.strategies = init.strategies;
  }

  override toJSON(): Record<string, unknown> {
    const strategies = this.strategies.map(({ name, outcome, reason }) => ({
      name,
      outcome,
      reason,
    }));
    return { ...super.toJSON(), strategies };
  }
}
