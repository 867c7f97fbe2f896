import type { OAuthContext } from "./context.js";
import { requestToken, type TokenRequest } from "./request-token.js";
import type { OAuthToken } from "./token.js";

/** A program that signs in as itself. */
export interface ClientCredentialsRequest extends Pick<
  TokenRequest,
  "clientId" | "clientSecret" | "clientAuthentication" | "headers"
> {
  /** Default: the server's. */
  readonly scopes?: readonly string[] | undefined;
  /** JSON text (RFC 9396). */
  readonly authorizationDetails?: string | undefined;
  /** Further fields of the form, e.g. `resource`, or a `client_assertion` in place of the secret. */
  readonly form?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Gets a token for a program itself
 * ([RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4)). By default id and secret go
 * into a Basic header. Throws as {@link requestToken}.
 */
export function clientCredentials(
  tokenEndpoint: string,
  request: ClientCredentialsRequest,
  context: OAuthContext,
): Promise<OAuthToken> {
  const { clientId, clientSecret, clientAuthentication = "basic", headers } = request;
  const form = {
    grant_type: "client_credentials",
    scope: request.scopes?.join(" "),
    authorization_details: request.authorizationDetails,
    ...request.form,
  };
  const asked = { form, clientId, clientSecret, clientAuthentication, headers };
  return requestToken(tokenEndpoint, asked, context);
}
