import type { OAuthContext, OAuthToken } from "../../oauth/index.js";
import { keepToken } from "../keep-token.js";
import { maskSecrets } from "../../internal/index.js";
import type { Credentials, StrategyInput } from "../strategy.js";
import { bearer } from "../tokens/index.js";
import { cloudPlatform } from "./application-default.js";

/** A Google service account, with or without its key at hand. */
export interface GoogleIdentity {
  /** A new ID token for an audience. */
  fetchIdToken(audience: string, context: OAuthContext): Promise<OAuthToken>;
  /** A new access token. */
  fetchAccessToken(scopes: readonly string[], context: OAuthContext): Promise<OAuthToken>;
}

const scopes = [cloudPlatform, "https://www.googleapis.com/auth/compute"];
const pause = 5 * 60_000;

/**
 * The credentials of a Google service account: an ID token for the host, and an access token by
 * which Databricks sees what the account may do in Google Cloud. The latter is needed by some
 * account operations only, so that calls go on without it when it can't be had.
 */
export function googleCredentials(identity: GoogleIdentity, input: StrategyInput): Credentials {
  const { config, context } = input;
  const { clock, logger } = context;
  const idTokens = keepToken(input, (_previous, signal) =>
    identity.fetchIdToken(config.host ?? "", { ...context, signal }),
  );
  const accessTokens = keepToken(input, (_previous, signal) =>
    identity.fetchAccessToken(scopes, { ...context, signal }),
  );
  let notBefore = 0;
  return bearer(idTokens, async (signal) => {
    if (clock.now() < notBefore) return {};
    try {
      const { accessToken } = await accessTokens.token(signal);
      return { "x-databricks-gcp-sa-access-token": accessToken };
    } catch (error) {
      signal?.throwIfAborted();
      notBefore = clock.now() + pause;
      const reason = maskSecrets(error instanceof Error ? error.message : String(error), []);
      logger?.warn(`calls go without an access token for Google Cloud: ${reason}`);
      return {};
    }
  });
}
