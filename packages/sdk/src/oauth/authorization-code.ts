import type { OAuthContext } from "./context.js";
import { OAuthError } from "../errors/index.js";
import { requestToken, type TokenRequest } from "./request-token.js";
import type { OAuthToken } from "./token.js";

/** What an authorization URL is made from. */
export interface AuthorizationRequest {
  readonly authorizationEndpoint: string;
  readonly clientId: string;
  /** Where the browser comes back to. */
  readonly redirectUrl: string;
  readonly scopes: readonly string[];
  /** See `createState`. */
  readonly state: string;
  /** See `createPkce`. */
  readonly challenge: string;
  /** JSON text (RFC 9396). */
  readonly authorizationDetails?: string | undefined;
}

/**
 * The address to send a user's browser to
 * ([RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1) with
 * [RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)).
 */
export function authorizationUrl(request: AuthorizationRequest): string {
  const url = new URL(request.authorizationEndpoint);
  const query = {
    response_type: "code",
    client_id: request.clientId,
    redirect_uri: request.redirectUrl,
    scope: request.scopes.join(" "),
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: "S256",
    authorization_details: request.authorizationDetails,
  };
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/** The client that asks; a public one has no secret. */
type Client = Pick<TokenRequest, "clientId" | "clientSecret">;

/** A code from the browser's callback. */
export interface CodeRequest extends Client {
  readonly code: string;
  /** The verifier whose challenge the authorization URL had. */
  readonly verifier: string;
  /** As in the authorization URL. */
  readonly redirectUrl: string;
}

/** Entra's code for an application that is registered as a single-page one. */
const singlePageApp = "AADSTS9002327";

/**
 * Exchanges the code of a callback for a token
 * ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)). Where Entra insists on
 * a browser's `Origin` header, it is asked again with one. Throws as {@link requestToken}.
 */
export async function exchangeCode(
  tokenEndpoint: string,
  request: CodeRequest,
  context: OAuthContext,
): Promise<OAuthToken> {
  const form = {
    grant_type: "authorization_code",
    code: request.code,
    code_verifier: request.verifier,
    redirect_uri: request.redirectUrl,
  };
  const asked = { form, ...clientOf(request) };
  try {
    return await requestToken(tokenEndpoint, asked, context);
  } catch (error) {
    if (!(error instanceof OAuthError && error.message.includes(singlePageApp))) throw error;
    const headers = { origin: request.redirectUrl };
    return requestToken(tokenEndpoint, { ...asked, headers }, context);
  }
}

/** A refresh token that was granted earlier. */
export interface RefreshRequest extends Client {
  readonly refreshToken: string;
  /** As at the login: Entra wants it as `Origin`. */
  readonly redirectUrl?: string | undefined;
  /** Default: those of the login. */
  readonly scopes?: readonly string[] | undefined;
}

/**
 * Gets the next token ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)). The old
 * refresh token is kept when the server does not replace it. Throws as {@link requestToken}.
 */
export async function refresh(
  tokenEndpoint: string,
  request: RefreshRequest,
  context: OAuthContext,
): Promise<OAuthToken> {
  const { refreshToken, redirectUrl } = request;
  const form = {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    scope: request.scopes?.join(" "),
  };
  const headers =
    isEntra(tokenEndpoint) && redirectUrl !== undefined ? { origin: redirectUrl } : undefined;
  const asked = { form, headers, ...clientOf(request) };
  return { refreshToken, ...(await requestToken(tokenEndpoint, asked, context)) };
}

function isEntra(endpoint: string): boolean {
  return /(^|\.)login\.(microsoftonline\.(com|us)|chinacloudapi\.cn)$/.test(
    new URL(endpoint).hostname,
  );
}

function clientOf({ clientId, clientSecret }: Client): Omit<TokenRequest, "form"> {
  const clientAuthentication = clientSecret === undefined ? "none" : "body";
  return { clientId, clientSecret, clientAuthentication };
}
