import { createHash } from "node:crypto";

/** Whether a code verifier is the one that a challenge was made of, by S256 (RFC 7636 section 4). */
export function isVerifierOf(verifier: string, challenge: string): boolean {
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}

/** Whether text can be a challenge: 32 bytes in base64url, without padding. */
export function isChallenge(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}
