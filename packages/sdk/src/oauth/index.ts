export {
  authorizationUrl,
  type AuthorizationRequest,
  type CodeRequest,
  exchangeCode,
  refresh,
  type RefreshRequest,
} from "./authorization-code.js";
export { clientCredentials, type ClientCredentialsRequest } from "./client-credentials.js";
export type { OAuthContext } from "./context.js";
export {
  discoverAzureEndpoints,
  discoverEndpoints,
  type DiscoveryOptions,
  type OAuthEndpoints,
} from "./discovery.js";
export { decodeJwtClaims } from "./jwt-claims.js";
export { OAuthError } from "../errors/index.js";
export { createPkce, createState, type Pkce, type RandomBytes } from "./pkce.js";
export { refusal } from "./read-error.js";
export { type ClientAuthentication, requestToken, type TokenRequest } from "./request-token.js";
export { type Answer, sendPatiently } from "./send-patiently.js";
export type { OAuthToken } from "./token.js";
export {
  jwtBearer,
  type JwtBearerRequest,
  tokenExchange,
  type TokenExchangeRequest,
} from "./token-exchange.js";
