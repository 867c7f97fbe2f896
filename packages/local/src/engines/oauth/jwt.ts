import { sign, verify, type KeyObject } from "node:crypto";

/** A JSON Web Token taken apart (RFC 7519). */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the signature is over. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** The algorithms of RFC 7518 that are verified: which digest, and which kind of key. */
const algorithms: Readonly<Record<string, readonly [digest: string, keyType: string]>> = {
  RS256: ["sha256", "rsa"],
  RS384: ["sha384", "rsa"],
  RS512: ["sha512", "rsa"],
  ES256: ["sha256", "ec"],
  ES384: ["sha384", "ec"],
  ES512: ["sha512", "ec"],
};

/** Takes a token apart; undefined: it is no JWT. Nothing is verified. */
export function decodeJwt(token: string): Jwt | undefined {
  const parts = token.split(".");
  const [header, claims] = parts.slice(0, 2).map(decodePart);
  if (parts.length !== 3 || !header || !claims) return undefined;
  const signed = `${parts[0]}.${parts[1]}`;
  return { header, claims, signed, signature: Buffer.from(parts[2] ?? "", "base64url") };
}

/** Signs claims with an RSA key, by RS256. */
export function signJwt(header: object, claims: object, key: KeyObject): string {
  const signed = `${encodePart({ ...header, alg: "RS256" })}.${encodePart(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

/** Whether a token was signed with that key, by an algorithm that goes with its kind. */
export function isSignedWith(key: KeyObject, { header, signed, signature }: Jwt): boolean {
  const [digest, keyType] = algorithms[String(header["alg"])] ?? [];
  if (digest === undefined || key.asymmetricKeyType !== keyType) return false;
  return verify(digest, Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }, signature);
}

function encodePart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString()) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
