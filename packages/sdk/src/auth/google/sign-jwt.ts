import { decodeBase64, encodeBase64Url } from "../../internal/index.js";

const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/**
 * A JSON Web Token signed with RS256 (RFC 7515, RFC 7518 §3.3).
 * Rejects, without repeating any of it, when the key is not a private RSA key in PKCS #8 PEM form.
 */
export async function signJwt(
  claims: Readonly<Record<string, unknown>>,
  privateKeyPem: string,
  keyId: string | undefined,
): Promise<string> {
  const header = { alg: "RS256", typ: "JWT", ...(keyId === undefined ? {} : { kid: keyId }) };
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  const key = await importKey(privateKeyPem);
  const bytes = new TextEncoder().encode(signed);
  const signature = await crypto.subtle.sign(algorithm.name, key, bytes);
  return `${signed}.${encodeBase64Url(new Uint8Array(signature))}`;
}

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

async function importKey(pem: string): Promise<Key> {
  const body = /-----BEGIN PRIVATE KEY-----([\s\S]+)-----END PRIVATE KEY-----/.exec(pem)?.[1];
  try {
    // A copy, whose buffer is its own.
    const der = Uint8Array.from(decodeBase64(body ?? ""));
    return await crypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
  } catch {
    throw new RangeError("private_key is no RSA key in PEM form (-----BEGIN PRIVATE KEY-----)");
  }
}

function encodePart(part: object): string {
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(part)));
}
