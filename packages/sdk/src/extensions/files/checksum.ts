import { InvalidRequestError } from "../../errors/index.js";
import { builtin } from "../../internal/index.js";

/** Computes a hash of bytes that come piece by piece. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  /** The hash in hexadecimal. Ends the computation. */
  digest(): string;
}

/**
 * Begins a hash. Throws an {@link InvalidRequestError} on platforms that can only hash what is in
 * memory as a whole, as browsers.
 */
export function createChecksum(algorithm: "sha256"): Checksum {
  const crypto = builtin("node:crypto");
  if (crypto === undefined || algorithm !== "sha256") {
    const problem = crypto === undefined ? "needs Node, Deno or Bun" : "can be sha256 only";
    throw new InvalidRequestError(`the option checksum ${problem}`, { field: "checksum" });
  }
  const hash = crypto.createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest("hex"),
  };
}
