import type { ServiceClient } from "../../api-client/index.js";
import { ConfigError } from "../../errors/index.js";
import { authenticatedFetch, type Fetch } from "./authenticated-fetch.js";

/**
 * What the constructor of `OpenAI`, of the package `openai`, takes to talk to serving endpoints. They
 * are plain values: nothing of `openai` is loaded here.
 */
export interface OpenAiOptions {
  readonly baseURL: string;
  /** A word that opens nothing: it has to be there, and is never sent. */
  readonly apiKey: string;
  /** Adds the client's credentials to each request. */
  readonly fetch: Fetch;
}

/**
 * Options for a client of the package `openai`. Throws a {@link ConfigError} when there is no host.
 */
export async function openAiOptions(api: ServiceClient): Promise<OpenAiOptions> {
  const { transport, clock, logger } = api.runtime;
  await api.config.ready({ transport, clock, ...(logger === undefined ? {} : { logger }) });
  const { host } = api.config;
  if (host === undefined) {
    throw new ConfigError(
      "the host is missing: set `host`, DATABRICKS_HOST or host in the profile",
      {
        attribute: "host",
      },
    );
  }
  return {
    baseURL: `${host}/serving-endpoints`,
    apiKey: "the-client-has-its-own",
    fetch: authenticatedFetch(api, new URL(host).origin),
  };
}
