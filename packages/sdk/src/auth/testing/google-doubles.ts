import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { demand, Double, Mismatch, type DoubleAnswer, type DoubleRequest } from "./double.js";
import type { Mint } from "./minted.js";

/** Who is known to the Google doubles. */
export const googleIdentity = {
  serviceAccount: "robot@project.iam.gserviceaccount.com",
  user: {
    type: "authorized_user",
    client_id: "user-client.apps.googleusercontent.com",
    client_secret: "google-double-secret",
    refresh_token: "google-double-refresh",
  },
} as const;

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const IDENTITY = "/computeMetadata/v1/instance/service-accounts/default";

let pair: { readonly privateKey: string; readonly publicKey: string } | undefined;

function keyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return (pair ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }));
}

/**
 * The key file of the service account, as JSON text.
 *
 * @param tokenUri where its tokens come from, e.g. `https://oauth2.googleapis.com/token`
 */
export function serviceAccountKey(tokenUri: string): string {
  return JSON.stringify({
    type: "service_account",
    project_id: "project",
    private_key_id: "key-1",
    private_key: keyPair().privateKey,
    client_email: googleIdentity.serviceAccount,
    client_id: "100000000000000000001",
    token_uri: tokenUri,
  });
}

/**
 * Google's token endpoint: `POST /token` with a service account's signed JWT, or a user's
 * `refresh_token`. A `target_audience` claim asks for an ID token, a `scope` for an access token.
 */
export function startGoogleToken(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: (request) => {
      demand("method", request.method, "POST");
      demand("path", request.path, "/token");
      const { form } = request;
      if (form["grant_type"] === "refresh_token") return refreshed(double, mint, form);
      demand("grant_type", form["grant_type"], JWT_BEARER);
      const claims = assertionClaims(form["assertion"] ?? "", mint);
      const lifetime = double.lifetime(3599);
      if (claims["target_audience"]) {
        return { body: { id_token: idToken(mint, String(claims["target_audience"]), lifetime) } };
      }
      if (!claims["scope"]) throw new Mismatch("the assertion has no scope and no target_audience");
      return accessToken(mint, lifetime, String(claims["scope"]));
    },
    refuse: () => ({
      status: 400,
      body: { error: "invalid_grant", error_description: "the signature is not valid" },
    }),
  }));
}

function refreshed(double: Double, mint: Mint, form: DoubleRequest["form"]): DoubleAnswer {
  const { client_id, client_secret, refresh_token } = googleIdentity.user;
  demand("client_id", form["client_id"], client_id);
  demand("client_secret", form["client_secret"], client_secret);
  demand("refresh_token", form["refresh_token"], refresh_token);
  return accessToken(mint, double.lifetime(3599), form["scope"] ?? "");
}

function assertionClaims(assertion: string, mint: Mint): Readonly<Record<string, unknown>> {
  const [header = "", payload = "", signature = ""] = assertion.split(".");
  const { alg } = decode(header);
  demand("the assertion's alg", alg, "RS256");
  const key = createPublicKey(keyPair().publicKey);
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify("sha256", signed, key, Buffer.from(signature, "base64url"))) {
    throw new Mismatch("the assertion's signature does not verify");
  }
  const claims = decode(payload);
  demand("iss", claims["iss"], googleIdentity.serviceAccount);
  if (!String(claims["aud"]).endsWith("/token")) throw new Mismatch("aud is not the token URI");
  const life = Number(claims["exp"]) - Number(claims["iat"]);
  if (!(life > 0 && life <= 3600)) throw new Mismatch(`exp is ${life} s after iat`);
  if (Math.abs(Number(claims["iat"]) - mint.seconds()) > 300) throw new Mismatch("iat is not now");
  return claims;
}

/**
 * Google's impersonation service: `POST /v1/projects/-/serviceAccounts/{email}:generateIdToken`
 * with `{audience, includeEmail}`, and `:generateAccessToken` with `{scope}`.
 */
export function startIamCredentials(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: ({ method, path, headers, body }) => {
      demand("method", method, "POST");
      if (!headers["authorization"]?.startsWith("Bearer ")) throw new Mismatch("no bearer token");
      const base = `/v1/projects/-/serviceAccounts/${googleIdentity.serviceAccount}`;
      const asked = JSON.parse(body) as Readonly<Record<string, unknown>>;
      const lifetime = double.lifetime(3600);
      switch (decodeURIComponent(path)) {
        case `${base}:generateIdToken`:
          demand("includeEmail", asked["includeEmail"], true);
          if (!asked["audience"]) throw new Mismatch("audience is missing");
          return { body: { token: idToken(mint, String(asked["audience"]), lifetime) } };
        case `${base}:generateAccessToken`: {
          if (!Array.isArray(asked["scope"])) throw new Mismatch("scope is not a list");
          const expireTime = new Date(mint.seconds(lifetime) * 1000).toISOString();
          return { body: { accessToken: `ya29.${mint.jwt({}, lifetime)}`, expireTime } };
        }
        default:
          throw new Mismatch("no such path");
      }
    },
    refuse: () => ({
      status: 403,
      body: { error: { code: 403, message: "no permission to impersonate", status: "DENIED" } },
    }),
  }));
}

/**
 * The metadata server of a Google machine: `.../default/token` and
 * `.../default/identity?audience=..`, with `Metadata-Flavor: Google`.
 */
export function startGoogleMetadata(mint: Mint): Promise<Double> {
  return Double.start((double) => ({
    answer: ({ method, path, headers, query }) => {
      demand("method", method, "GET");
      demand("header metadata-flavor", headers["metadata-flavor"], "Google");
      const lifetime = double.lifetime(3599);
      if (path === `${IDENTITY}/token`) return accessToken(mint, lifetime, query["scopes"] ?? "");
      demand("path", path, `${IDENTITY}/identity`);
      if (!query["audience"]) throw new Mismatch("audience is missing");
      return { body: idToken(mint, query["audience"], lifetime) };
    },
    refuse: () => ({ status: 404, body: "no service account" }),
  }));
}

function idToken(mint: Mint, audience: string, lifetime: number): string {
  const email = googleIdentity.serviceAccount;
  return mint.jwt({ iss: "https://accounts.google.com", aud: audience, email }, lifetime);
}

function accessToken(mint: Mint, lifetime: number, scope: string): DoubleAnswer {
  const access_token = `ya29.${mint.jwt({}, lifetime)}`;
  return {
    body: { access_token, expires_in: Math.max(0, lifetime), token_type: "Bearer", scope },
  };
}

function decode(part: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  } catch {
    throw new Mismatch("the assertion is not a JWT");
  }
}
