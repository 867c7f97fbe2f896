import { createHash, randomInt } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A cluster's id: `MMDD-HHMMSS-` and 8 random letters or digits. */
export function clusterId(now: number): string {
  const digits = new Date(now).toISOString().replaceAll(/\D/g, "");
  const tail = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${digits.slice(4, 8)}-${digits.slice(8, 14)}-${tail}`;
}

/** A Spark context's id: an integer of 16 digits that a `number` holds exactly. */
export function sparkContextId(): number {
  return 1e15 + randomInt(2 ** 47);
}

/** Hexadecimal digits that depend on `parts` alone. */
export function hexOf(length: number, ...parts: readonly (number | string)[]): string {
  return createHash("sha256").update(parts.join("/")).digest("hex").slice(0, length);
}
