import { randomInt } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const WORDS = ["brook", "cliff", "dune", "fjord", "glade", "heath", "isle", "moor", "reef", "vale"];

/** A pool's id: `MMDD-HHMMSS-reef7-pool-` and 8 random letters or digits. */
export function poolId(now: number): string {
  const digits = new Date(now).toISOString().replaceAll(/\D/g, "");
  const word = `${WORDS[randomInt(WORDS.length)]}${randomInt(1000)}`;
  const tail = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${digits.slice(4, 8)}-${digits.slice(8, 14)}-${word}-pool-${tail}`;
}
