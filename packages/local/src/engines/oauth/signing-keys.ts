import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomUUID,
  type KeyObject,
} from "node:crypto";
import { promisify } from "node:util";
import type { Collection, Store } from "../../state/index.js";

/** A key that tokens are signed with. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

interface KeyRecord {
  readonly kid: string;
  /** PKCS #8, PEM. */
  readonly private_key: string;
}

/**
 * The RSA key of the OAuth server. It is made when it is first needed, as that takes longer than all
 * else that a start does, and kept in the store, which nobody else can read.
 */
export class SigningKeys {
  readonly #keys: Collection<KeyRecord>;
  #known: SigningKey | undefined;
  #making: Promise<SigningKey> | undefined;

  constructor(store: Store) {
    this.#keys = store.collection("oauth-keys");
  }

  /** The key, made if there is none yet. */
  async current(): Promise<SigningKey> {
    return this.known() ?? (await (this.#making ??= this.#make()));
  }

  /** The key, if there is one: without one, no token was ever issued. */
  known(): SigningKey | undefined {
    const [record] = this.#known ? [] : this.#keys.values();
    if (record) this.#known = { kid: record.kid, ...pairOf(createPrivateKey(record.private_key)) };
    return this.#known;
  }

  /** The public key as a JWK set (RFC 7517). */
  async jwks(): Promise<{ keys: object[] }> {
    const { kid, publicKey } = await this.current();
    return { keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" }] };
  }

  async #make(): Promise<SigningKey> {
    const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    const kid = randomUUID();
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    this.#keys.put(kid, { kid, private_key: pem });
    return (this.#known = { kid, ...pairOf(privateKey) });
  }
}

function pairOf(privateKey: KeyObject): Pick<SigningKey, "privateKey" | "publicKey"> {
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
