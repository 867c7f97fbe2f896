import { type Environment, detectSurroundings } from "./detect.js";
import { processExtras, processProduct } from "./process-wide.js";
import type { Runtime } from "./runtime.js";
import { checkExtra, checkToken, checkVersion, sanitize } from "./validate.js";

/** A part `key/value` of a user agent. */
export type UserAgentExtra = readonly [key: string, value: string];

/** What a user agent tells. */
export interface UserAgentParts {
  /** The program that uses the SDK. Default: that of `withProduct`, else `unknown`. */
  readonly product?: string | undefined;
  /** Its semantic version. Default: that of `withProduct`, or `0.0.0` for a product without. */
  readonly productVersion?: string | undefined;
  readonly sdkVersion: string;
  readonly runtime: Runtime;
  /** The operating system, e.g. `linux`. */
  readonly os: string;
  /** How the client authenticates, once it is known. */
  readonly authType?: string | undefined;
  /** The client's own; the process's come after them. */
  readonly extras?: readonly UserAgentExtra[] | undefined;
  /** Where the upstream, the CI system and the agent are detected. */
  readonly env: Environment;
}

/**
 * The `User-Agent` header (RFC 9110 §10.1.5). Parts that repeat another exactly are left out.
 * Throws a RangeError naming the product, version, key or value that is not allowed.
 */
export function userAgent(parts: UserAgentParts): string {
  const { authType, env, runtime } = parts;
  const extras = [...(parts.extras ?? []), ...processExtras()];
  for (const [key, value] of extras) checkExtra(key, value);
  const all: readonly UserAgentExtra[] = [
    productOf(parts),
    ["databricks-sdk-ts", parts.sdkVersion],
    [runtime.name, sanitize(runtime.version)],
    ["os", sanitize(parts.os)],
    ...optional("auth", authType),
    ...extras,
    ...upstream(env),
    ...optional("runtime", env["DATABRICKS_RUNTIME_VERSION"]),
    ...detectSurroundings(env),
  ];
  return [...new Set(all.map(([key, value]) => `${key}/${value}`))].join(" ");
}

function productOf(parts: UserAgentParts): UserAgentExtra {
  if (parts.product === undefined) return processProduct();
  const version = parts.productVersion ?? "0.0.0";
  checkToken("product", parts.product);
  checkVersion("product version", version);
  return [parts.product, version];
}

function optional(key: string, value: string | undefined): readonly UserAgentExtra[] {
  return value === undefined || value === "" ? [] : [[key, sanitize(value)]];
}

function upstream(env: Environment): readonly UserAgentExtra[] {
  const name = env["DATABRICKS_SDK_UPSTREAM"] ?? "";
  const version = env["DATABRICKS_SDK_UPSTREAM_VERSION"] ?? "";
  if (name === "" || version === "") return [];
  return [
    ["upstream", sanitize(name)],
    ["upstream-version", sanitize(version)],
  ];
}
