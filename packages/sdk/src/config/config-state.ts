import { defaultStrategies } from "../auth/index.js";
import type { AuthAttributeName, AuthContext, CredentialsStrategy } from "../auth/index.js";
import { Authenticator } from "./authenticator.js";
import { chainInput } from "./chain-input.js";
import { readTextFile } from "./files.js";
import type { AttributeName, ConfigOptions } from "./options.js";
import { absorb, override, resolve } from "./resolve.js";
import { isLearned } from "./setting.js";
import type { Setting } from "./setting.js";
import { processEnvironment } from "./sources/environment.js";
import type { EnvironmentVariables } from "./sources/environment.js";
import type { ReadFile } from "./sources/profile-file.js";

/** What a `Config` takes from its surroundings; all of it can be replaced, e.g. in tests. */
export interface ConfigRuntime {
  /** Environment variables. Default: those of the process; none in browsers. */
  readonly env?: EnvironmentVariables | undefined;
  /** Reads the configuration file. Default: the file system; no files in browsers. */
  readonly readFile?: ReadFile | undefined;
  /** The caller's own way to authenticate, in place of the default chain. */
  readonly credentials?: CredentialsStrategy | undefined;
  /** The default chain. Default: all methods that this version has. */
  readonly strategies?: readonly CredentialsStrategy[] | undefined;
}

/** All that a `Config` holds. */
export interface ConfigState {
  readonly env: EnvironmentVariables;
  readonly strategies: readonly CredentialsStrategy[];
  readonly ownStrategy: CredentialsStrategy | undefined;
  readonly settings: Map<AttributeName, Setting>;
  readonly authenticator: Authenticator;
  /** The requests for the host and its metadata, once they were begun. */
  learning?: Promise<void>;
  /** It is over. */
  hasLearned?: true;
}

/** The state of a new `Config`. Throws a `ConfigError` when it can't be resolved. */
export function createState(options: ConfigOptions, runtime: ConfigRuntime): ConfigState {
  const { env = processEnvironment(), readFile = readTextFile, credentials } = runtime;
  return {
    env,
    strategies: runtime.strategies ?? defaultStrategies,
    ownStrategy: credentials,
    settings: resolve(options, { env, readFile, ownCredentials: credentials !== undefined }),
    authenticator: new Authenticator(credentials),
  };
}

/**
 * The state of a copy. It shares credentials and what the host told as long as no attribute changes
 * that these may depend on.
 */
export function deriveState(from: ConfigState, overrides: ConfigOptions): ConfigState {
  const { learning, hasLearned, ...rest } = from;
  const settings = override(from.settings, overrides, from.ownStrategy !== undefined);
  if (Object.keys(overrides).every((name) => Object.hasOwn(harmless, name))) {
    // A request still under way would fill in the original only.
    const learned =
      learning === undefined || hasLearned === undefined ? {} : { learning, hasLearned };
    return { ...rest, ...learned, settings };
  }
  for (const [name, setting] of settings) {
    if (isLearned(setting)) settings.delete(name);
  }
  return { ...rest, settings, authenticator: new Authenticator(from.ownStrategy) };
}

/**
 * Fills in what services tell, once, however many calls wait for it: Azure the host of a resource
 * id, and the host what it is. Rejects when the host can't be found; the next call tries again.
 */
export function learn(state: ConfigState, context: AuthContext): Promise<void> {
  const { signal: _ofOneCall, ...shared } = context;
  state.learning ??= learnAll(state, shared).catch((error: unknown) => {
    delete state.learning;
    throw error;
  });
  return state.learning;
}

async function learnAll(state: ConfigState, context: AuthContext): Promise<void> {
  const { settings, strategies, env, authenticator } = state;
  if (!settings.has("host") && settings.has("azureWorkspaceResourceId")) {
    const input = { ...chainInput(settings, strategies, env), context };
    const raw = await authenticator.findHost(input);
    absorb(settings, ({ name }) =>
      name === "host" && raw !== undefined ? { raw, origin: { kind: "azure" } } : undefined,
    );
  }
  const { learnMetadata } = await import("./learn-metadata.js");
  await learnMetadata(settings, context);
  state.hasLearned = true;
}

/** The attributes that no authentication method reads. */
const harmless: Readonly<Record<Exclude<AttributeName, AuthAttributeName>, true>> = {
  configFile: true,
  clusterId: true,
  warehouseId: true,
  serverlessComputeId: true,
  skipVerify: true,
  httpTimeoutSeconds: true,
  debugTruncateBytes: true,
  debugHeaders: true,
  rateLimit: true,
  retryTimeoutSeconds: true,
  maxConnectionPools: true,
  maxConnectionsPerPool: true,
  disableExperimentalFilesApiClient: true,
};
