import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts values, so that the state they are kept in does not give them away. */
export class Vault {
  readonly #key: Buffer;

  /** @param folder where the key is kept; without one it is forgotten, and with it all values */
  constructor(folder: string | undefined) {
    this.#key = folder === undefined ? randomBytes(KEY_BYTES) : keptKey(folder);
  }

  /**
   * Encrypts a value.
   *
   * @param name whose value it is; the result opens under no other name
   */
  seal(value: Uint8Array, name: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(value), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
  }

  /** Decrypts what was sealed under that name. @throws Error for anything else */
  open(sealed: string, name: string): Uint8Array {
    const bytes = Buffer.from(sealed, "base64");
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
    const value = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(value), decipher.final()]);
  }
}

function keptKey(folder: string): Buffer {
  const file = path.join(folder, "key");
  fs.mkdirSync(folder, { recursive: true });
  try {
    fs.writeFileSync(file, randomBytes(KEY_BYTES), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return fs.readFileSync(file);
}
