import { createHash } from "node:crypto";

/** SHA-256 in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** One hash over many lines, in their order. */
export function digestLines(lines: readonly string[]): string {
  return sha256(lines.join("\n"));
}
