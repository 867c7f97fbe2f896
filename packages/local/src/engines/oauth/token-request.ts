import type { BasicCredentials } from "./clients.js";
import type { Parameters } from "./parameters.js";
import type { Realm } from "./ports.js";

/** A request to the token endpoint, or to revoke a token. */
export interface TokenRequest {
  readonly parameters: Parameters;
  readonly basic?: BasicCredentials | undefined;
  readonly realm: Realm;
}

/** The grants that are taken, as discovery lists them. */
export const GRANT_TYPES = {
  clientCredentials: "client_credentials",
  authorizationCode: "authorization_code",
  refreshToken: "refresh_token",
  tokenExchange: "urn:ietf:params:oauth:grant-type:token-exchange",
  jwtBearer: "urn:ietf:params:oauth:grant-type:jwt-bearer",
} as const;
