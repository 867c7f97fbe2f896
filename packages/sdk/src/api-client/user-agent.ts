import type { Config, EnvironmentVariables } from "../config/index.js";
import { sdkVersion } from "../internal/index.js";
import { detectOs, detectRuntime, userAgent } from "../user-agent/index.js";
import type { ClientOptions } from "./client-options.js";

type Named = Pick<ClientOptions, "product" | "productVersion" | "userAgentExtras" | "env">;

/**
 * Makes a client's user agent, anew only when the authentication type becomes known: putting it
 * together for each request would cost more than all other headers.
 */
export function clientUserAgent(options: Named, config: Pick<Config, "authType">): () => string {
  let text: string | undefined;
  let madeFor: string | undefined;
  return () => {
    const { authType } = config;
    if (text !== undefined && authType === madeFor) return text;
    madeFor = authType;
    text = userAgent({
      product: options.product,
      productVersion: options.productVersion,
      extras: options.userAgentExtras,
      sdkVersion,
      runtime: detectRuntime(),
      os: detectOs(),
      authType,
      env: options.env ?? processEnvironment(),
    });
    return text;
  };
}

function processEnvironment(): EnvironmentVariables {
  return globalThis.process?.env ?? {};
}
