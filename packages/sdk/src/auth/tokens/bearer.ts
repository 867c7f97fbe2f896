import type { OAuthToken } from "../../oauth/index.js";
import type { Credentials } from "../strategy.js";
import type { TokenSource } from "./token-source.js";

type Headers = Readonly<Record<string, string>>;

/**
 * Credentials that send the source's token (RFC 6750 §2.1), and get another one when the service
 * refuses it.
 *
 * @param extraHeaders Further headers of each attempt, with lower-case names.
 */
export function bearer(
  source: TokenSource,
  extraHeaders?: (signal?: AbortSignal) => Promise<Headers>,
): Credentials {
  const headersOf = async (token: OAuthToken, signal?: AbortSignal): Promise<Headers> => {
    const authorization = authorizationOf(token);
    return extraHeaders === undefined
      ? { authorization }
      : { ...(await extraHeaders(signal)), authorization };
  };
  return {
    headers: async (signal) => headersOf(await source.token(signal), signal),
    token: (signal) => source.token(signal),
    async refresh(refused, signal) {
      const current = await source.token(signal);
      // Another call, refused at the same time, may have replaced the token already.
      const isCurrent = authorizationOf(current) === refused["authorization"];
      const token = isCurrent ? await source.token(signal, { forceRefresh: true }) : current;
      return headersOf(token, signal);
    },
  };
}

/** Services write the scheme in either case, but some readers of it want `Bearer`. */
function authorizationOf({ tokenType, accessToken }: OAuthToken): string {
  const scheme = tokenType.toLowerCase() === "bearer" ? "Bearer" : tokenType;
  return `${scheme} ${accessToken}`;
}
