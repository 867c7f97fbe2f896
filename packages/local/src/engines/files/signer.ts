import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Store } from "../../state/index.js";

/** Signs addresses that need no credentials. Its key outlives the server, and so they do. */
export class Signer {
  readonly #key: Buffer;

  constructor(store: Store) {
    const keys = store.collection<{ key: string }>("signing-keys");
    const known = keys.get("addresses") ?? { key: randomBytes(32).toString("base64") };
    keys.put("addresses", known);
    this.#key = Buffer.from(known.key, "base64");
  }

  sign(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }

  verify(text: string, signature: string): boolean {
    const right = Buffer.from(this.sign(text));
    const shown = Buffer.from(signature);
    return shown.length === right.length && timingSafeEqual(shown, right);
  }
}
