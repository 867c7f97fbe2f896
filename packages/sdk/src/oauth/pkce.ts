import { encodeBase64Url } from "../internal/index.js";

/** A secret of one login, and what may be known of it (RFC 7636 §4). */
export interface Pkce {
  /** Sent with the code, and kept until then. */
  readonly verifier: string;
  /** SHA-256 of the verifier, base64url: goes into the authorization URL (method `S256`). */
  readonly challenge: string;
}

/** A source of unguessable bytes. */
export type RandomBytes = (length: number) => Uint8Array;

const strong: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/**
 * A new verifier of 256 bits and its challenge ([RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)).
 *
 * @param random Default: the platform's cryptographic source.
 */
export async function createPkce(random: RandomBytes = strong): Promise<Pkce> {
  const verifier = encodeBase64Url(random(32));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: encodeBase64Url(new Uint8Array(hash)) };
}

/**
 * A new `state` of 128 bits, which ties a callback to the login that it answers
 * ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
 *
 * @param random Default: the platform's cryptographic source.
 */
export function createState(random: RandomBytes = strong): string {
  return encodeBase64Url(random(16));
}
