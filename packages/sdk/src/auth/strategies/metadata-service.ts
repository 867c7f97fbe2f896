import { ConfigError } from "../../errors/index.js";
import { keepToken } from "../keep-token.js";
import { readJsonToken } from "../read-json-token.js";
import { requestJson } from "../request-json.js";
import type { Credentials, StrategyInput } from "../strategy.js";
import { bearer } from "../tokens/index.js";

const timeout = 10_000;

/**
 * A service on this machine that hands out tokens, such as that of an editor's extension. Its URL
 * is a secret, because whoever knows it gets tokens. Why loopback only: the tokens come in the clear.
 */
export async function metadataService(input: StrategyInput): Promise<Credentials> {
  const { host = "", metadataServiceUrl: url = "" } = input.config;
  if (!isLoopback(url)) {
    throw new ConfigError(
      "metadataServiceUrl (DATABRICKS_METADATA_SERVICE_URL) must be an http(s) URL on localhost or 127.0.0.1",
      { attribute: "metadataServiceUrl" },
    );
  }
  const { origin, pathname } = new URL(url);
  const asked = {
    what: "the metadata service",
    hint: "check that the program which set metadataServiceUrl still runs and is signed in to the host",
    request: {
      method: "GET",
      url,
      headers: { "x-databricks-metadata-version": "1", "x-databricks-host": host },
    },
    timeout,
    secrets: [url, url.slice(origin.length), pathname],
    hidesUrl: true,
  } as const;
  const tokens = keepToken(input, async (_previous, signal) =>
    readJsonToken(await requestJson(asked, { ...input.context, signal }), asked),
  );
  return bearer(tokens);
}

function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return /^https?:$/.test(protocol) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}
