import { ConfigError } from "../../errors/index.js";
import type { OAuthContext, OAuthToken } from "../../oauth/index.js";
import { jwtBearer } from "../../oauth/index.js";
import { requestJson, requireText } from "../request-json.js";
import { idTokenOf } from "./id-token.js";
import type { GoogleFile } from "./read-google-file.js";
import { signJwt } from "./sign-jwt.js";

/** A Google service account with its private key. */
export interface ServiceAccountKey {
  readonly email: string;
  readonly privateKey: string;
  readonly keyId: string | undefined;
  readonly tokenEndpoint: string;
}

/** Seconds; Google allows no more. */
const lifetime = 3600;

/**
 * The key in a credentials file of type `service_account`.
 * Throws a {@link ConfigError} that names the field which is missing.
 */
export function serviceAccountKey(file: GoogleFile, place: string): ServiceAccountKey {
  const read = (name: string): string => {
    const value = file[name];
    if (typeof value === "string" && value !== "") return value;
    throw new ConfigError(`${place} is no service account key: it has no ${name}`);
  };
  const keyId = file["private_key_id"];
  const tokenEndpoint = file["token_uri"] ?? "https://oauth2.googleapis.com/token";
  return {
    email: read("client_email"),
    privateKey: read("private_key"),
    keyId: typeof keyId === "string" ? keyId : undefined,
    tokenEndpoint: String(tokenEndpoint),
  };
}

/** An ID token of the service account for an audience. */
export async function serviceAccountIdToken(
  key: ServiceAccountKey,
  audience: string,
  context: OAuthContext,
): Promise<OAuthToken> {
  const assertion = await assertionOf(key, { target_audience: audience }, context);
  const asked = {
    what: "Google's token endpoint",
    hint: "check that the service account and its key still exist",
    request: {
      method: "POST",
      url: key.tokenEndpoint,
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion,
      }).toString(),
    },
    secrets: [assertion],
  } as const;
  return idTokenOf(requireText(await requestJson(asked, context), "id_token", asked));
}

/** An access token of the service account (RFC 7523 §2.1). */
export async function serviceAccountAccessToken(
  key: ServiceAccountKey,
  scopes: readonly string[],
  context: OAuthContext,
): Promise<OAuthToken> {
  const assertion = await assertionOf(key, { scope: scopes.join(" ") }, context);
  return jwtBearer(key.tokenEndpoint, { assertion }, context);
}

async function assertionOf(
  { email, privateKey, keyId, tokenEndpoint }: ServiceAccountKey,
  asked: Readonly<Record<string, string>>,
  { clock }: OAuthContext,
): Promise<string> {
  const issued = Math.floor(clock.now() / 1000);
  const claims = { iss: email, aud: tokenEndpoint, iat: issued, exp: issued + lifetime, ...asked };
  try {
    return await signJwt(claims, privateKey, keyId);
  } catch (error) {
    throw new ConfigError(`cannot sign as ${email}: ${(error as Error).message}`);
  }
}
