import { decodeBase64, parseJson } from "../internal/index.js";

/**
 * The claims of a JSON Web Token ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)), read without
 * any verification: for hints and expiries, never for trust. `undefined` for any other token.
 */
export function decodeJwtClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature, ...more] = token.split(".");
  if (payload === undefined || signature === undefined || more.length > 0) return undefined;
  try {
    const claims = parseJson(new TextDecoder().decode(decodeBase64(payload)));
    if (typeof claims !== "object" || claims === null || Array.isArray(claims)) return undefined;
    return claims as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
