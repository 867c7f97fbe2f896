import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";

/** Makes the tokens that doubles hand out. */
export class Mint {
  readonly now: () => number;
  #key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined;

  /** @param now milliseconds since the Unix epoch */
  constructor(now: () => number) {
    this.now = now;
  }

  /** Seconds since the Unix epoch. */
  seconds(ahead = 0): number {
    return Math.floor(this.now() / 1000) + ahead;
  }

  /**
   * A JWT signed with the doubles' key (ES256), different each time.
   *
   * @param lifetime in seconds
   */
  jwt(claims: Readonly<Record<string, unknown>>, lifetime = 3600): string {
    const header = { alg: "ES256", typ: "JWT", kid: "double" };
    const iat = this.seconds(Math.min(0, lifetime));
    const payload = { iat, exp: this.seconds(lifetime), jti: randomUUID(), ...claims };
    const signed = `${encode(header)}.${encode(payload)}`;
    const options = { key: this.#keys().privateKey, dsaEncoding: "ieee-p1363" } as const;
    return `${signed}.${sign("sha256", Buffer.from(signed), options).toString("base64url")}`;
  }

  /** The public key, as a JWK set. */
  jwks(): { readonly keys: readonly object[] } {
    const jwk = this.#keys().publicKey.export({ format: "jwk" });
    return { keys: [{ ...jwk, kid: "double", alg: "ES256", use: "sig" }] };
  }

  #keys(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
    return (this.#key ??= generateKeyPairSync("ec", { namedCurve: "P-256" }));
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
