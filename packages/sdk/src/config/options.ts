import type { AuthAttributes } from "../auth/index.js";

/** Every configuration attribute and its type. What each means stands in `attributes.ts`, too. */
export interface ConfigAttributes extends AuthAttributes {
  /** Path of the configuration file. Default: `~/.databrickscfg`. */
  readonly configFile?: string;
  /** Id of the cluster that helpers run on. */
  readonly clusterId?: string;
  /** Id of the SQL warehouse that helpers run on. */
  readonly warehouseId?: string;
  /** Serverless compute that helpers run on, mostly `auto`. */
  readonly serverlessComputeId?: string;
  /** Do not verify TLS certificates: anyone on the way can read along. Default: false. */
  readonly skipVerify?: boolean;
  /** Seconds without a byte after which an attempt fails. Default: 60. */
  readonly httpTimeoutSeconds?: number;
  /** Bytes of a text that debug logs show. Default: 96. */
  readonly debugTruncateBytes?: number;
  /** Show request headers in debug logs, credentials excepted. Default: false. */
  readonly debugHeaders?: boolean;
  /** Requests per second that the client sends at most. Default: no limit. */
  readonly rateLimit?: number;
  /** Seconds after which a call is not retried again; negative: no limit. Default: 300. */
  readonly retryTimeoutSeconds?: number;
  /** Hosts to which connections are kept open. Default: no limit. */
  readonly maxConnectionPools?: number;
  /** Connections per host that are kept open. Default: the transport's own limit. */
  readonly maxConnectionsPerPool?: number;
  /** Use plain up- and downloads only, no presigned URLs. Default: false. */
  readonly disableExperimentalFilesApiClient?: boolean;
}

/** The name of a configuration attribute, as in {@link ConfigOptions}. */
export type AttributeName = keyof ConfigAttributes;

/**
 * What a client can be configured with in code. All of it is optional: what is left out,
 * `undefined` or empty comes from the environment, then from the profile, then from the default.
 */
export type ConfigOptions = {
  readonly [Name in AttributeName]?: ConfigAttributes[Name] | undefined;
};

/** The attributes that have a default and so always a value. */
export type DefaultedAttributes = Required<
  Pick<
    ConfigAttributes,
    | "oidcTokenEnv"
    | "configFile"
    | "skipVerify"
    | "httpTimeoutSeconds"
    | "debugTruncateBytes"
    | "debugHeaders"
    | "retryTimeoutSeconds"
    | "azureUseMsi"
    | "disableAsyncTokenRefresh"
    | "disableExperimentalFilesApiClient"
    | "scopes"
    | "disableOauthRefreshToken"
  >
>;

/** The attributes of a `Config`: those without a default may be absent. */
export type ResolvedAttributes = Omit<ConfigAttributes, keyof DefaultedAttributes> &
  DefaultedAttributes;
