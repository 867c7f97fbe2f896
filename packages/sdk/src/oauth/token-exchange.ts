import type { OAuthContext } from "./context.js";
import { requestToken } from "./request-token.js";
import type { OAuthToken } from "./token.js";

/** A token of somebody else's that is exchanged for one of Databricks. */
export interface TokenExchangeRequest {
  readonly subjectToken: string;
  /** Default: `urn:ietf:params:oauth:token-type:jwt`. */
  readonly subjectTokenType?: string | undefined;
  /** The service principal; without one, a federation policy of the whole account applies. */
  readonly clientId?: string | undefined;
  /** Default: the server's. */
  readonly scopes?: readonly string[] | undefined;
  /** JSON text (RFC 9396). */
  readonly authorizationDetails?: string | undefined;
}

/**
 * Exchanges a token for another, e.g. the ID token of a CI system
 * ([RFC 8693 §2.1](https://www.rfc-editor.org/rfc/rfc8693#section-2.1)). Throws as `requestToken`.
 */
export function tokenExchange(
  tokenEndpoint: string,
  request: TokenExchangeRequest,
  context: OAuthContext,
): Promise<OAuthToken> {
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: request.subjectToken,
    subject_token_type: request.subjectTokenType ?? "urn:ietf:params:oauth:token-type:jwt",
    scope: request.scopes?.join(" "),
    authorization_details: request.authorizationDetails,
  };
  return requestToken(tokenEndpoint, { form, clientId: request.clientId }, context);
}

/** A token of the control plane that is exchanged for one of the data plane. */
export interface JwtBearerRequest {
  readonly assertion: string;
  /** JSON text (RFC 9396): what the new token is for. */
  readonly authorizationDetails?: string | undefined;
}

/**
 * Exchanges a token for one with narrower rights
 * ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523#section-2.1)). Throws as `requestToken`.
 */
export function jwtBearer(
  tokenEndpoint: string,
  request: JwtBearerRequest,
  context: OAuthContext,
): Promise<OAuthToken> {
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: request.assertion,
    authorization_details: request.authorizationDetails,
  };
  return requestToken(tokenEndpoint, { form }, context);
}
