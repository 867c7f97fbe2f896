import { GRANT_TYPES, knownScopes, type Realm } from "../engines/oauth/index.js";

/** What a client needs to know of the server (RFC 8414, OpenID Connect Discovery section 3). */
export function discoveryDocument({ issuer }: Realm): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/v1/authorize`,
    token_endpoint: `${issuer}/v1/token`,
    revocation_endpoint: `${issuer}/v1/revoke`,
    jwks_uri: `${issuer}/jwks.json`,
    scopes_supported: [...knownScopes],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: Object.values(GRANT_TYPES),
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
    revocation_endpoint_auth_methods_supported: [
      "client_secret_basic",
      "client_secret_post",
      "none",
    ],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    claims_supported: ["iss", "sub", "aud", "iat", "exp", "nonce", "name", "email"],
  };
}
