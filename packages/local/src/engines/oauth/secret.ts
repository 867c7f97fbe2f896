import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A client's new secret. It is shown once; only its hash is kept. */
export function newSecret(): string {
  return `dose${randomBytes(16).toString("hex")}`;
}

/** What is kept of a secret: SHA-256, hexadecimal. Enough, as secrets are random. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether a secret is the one of that hash. */
export function isSecretOf(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hash));
}
