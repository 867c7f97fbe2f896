import { ApiClient } from "../api-client/index.js";
import { externalBrowser } from "../auth/index.js";
import { Config } from "../config/index.js";
import type { ConfigOptions } from "../config/index.js";
import { ConfigError } from "../errors/index.js";
import type { Surroundings } from "./command.js";

/** A client that never opens a browser, and the signal with which its calls end then. */
export interface QuietClient extends AsyncDisposable {
  readonly client: ApiClient;
  readonly signal: AbortSignal;
}

/**
 * A client for a configuration as any program would have it, but for one thing: where a person
 * would have to sign in, it says so instead. Throws a {@link ConfigError} like a client.
 */
export function quietClient(
  options: ConfigOptions,
  { env, transport, clock }: Surroundings,
): QuietClient {
  const config = new Config(options, { env });
  const leave = new AbortController();
  const openBrowser = (): void => leave.abort(nobodySignedIn(config));
  const credentials =
    config.authType === "external-browser" ? externalBrowser({ openBrowser }) : undefined;
  const client = new ApiClient({ ...options, env, credentials, transport, clock });
  return { client, signal: leave.signal, [Symbol.asyncDispose]: () => client.close() };
}

function nobodySignedIn({ profile, host }: Config): ConfigError {
  const target = profile === undefined ? `--host ${host}` : `--profile ${profile}`;
  return new ConfigError(
    `nobody is signed in to ${host}: run \`npx databricks-sdk-ts auth login ${target}\``,
  );
}
