import { ConfigError } from "../../errors/index.js";
import { builtin } from "../../internal/index.js";
import { refresh } from "../../oauth/index.js";
import type { OAuthContext, OAuthToken } from "../../oauth/index.js";
import { requestJson, requireText } from "../request-json.js";
import type { StrategyInput } from "../strategy.js";
import { readGoogleFile, readText } from "./read-google-file.js";
import type { GoogleFile } from "./read-google-file.js";
import { serviceAccountAccessToken, serviceAccountKey } from "./service-account.js";

/** Gets a new access token of whoever is signed in to Google. */
export type AccessTokenSource = (context: OAuthContext) => Promise<OAuthToken>;

/** What a token is for that may do what its owner may do. */
export const cloudPlatform = "https://www.googleapis.com/auth/cloud-platform";

/**
 * Google's application default credentials: the file that `GOOGLE_APPLICATION_CREDENTIALS` names,
 * else that of `gcloud auth application-default login`, else the service account of this machine.
 * Throws a {@link ConfigError} for a file that is no use.
 */
export async function applicationDefault({ env }: StrategyInput): Promise<AccessTokenSource> {
  const named = env["GOOGLE_APPLICATION_CREDENTIALS"] ?? "";
  if (named !== "") {
    return sourceOf(await readGoogleFile(named, "GOOGLE_APPLICATION_CREDENTIALS"), named);
  }
  const path = gcloudFile(env);
  const text = path === undefined ? undefined : await readText(path);
  if (path !== undefined && text !== undefined)
    return sourceOf(await readGoogleFile(path, undefined), path);
  const server = env["GCE_METADATA_HOST"] ?? "metadata.google.internal";
  return (context) => machineToken(server, context);
}

function sourceOf(file: GoogleFile, place: string): AccessTokenSource {
  if (file["type"] === "service_account") {
    const key = serviceAccountKey(file, place);
    return (context) => serviceAccountAccessToken(key, [cloudPlatform], context);
  }
  const [clientId, clientSecret, refreshToken] = [
    "client_id",
    "client_secret",
    "refresh_token",
  ].map((name) => file[name]);
  const isUser =
    typeof clientId === "string" &&
    typeof clientSecret === "string" &&
    typeof refreshToken === "string";
  if (file["type"] === "authorized_user" && isUser) {
    const request = { clientId, clientSecret, refreshToken };
    return (context) => refresh("https://oauth2.googleapis.com/token", request, context);
  }
  throw new ConfigError(
    `${place} is of type ${JSON.stringify(file["type"])}, of which no token can be made here; ` +
      "use a service account key, or run `gcloud auth application-default login`",
  );
}

/** Where gcloud keeps the credentials of its user. */
function gcloudFile(env: StrategyInput["env"]): string | undefined {
  const path = builtin("node:path");
  const home = env["HOME"] ?? env["USERPROFILE"];
  const config = env["CLOUDSDK_CONFIG"] ?? (env["APPDATA"] && path?.join(env["APPDATA"], "gcloud"));
  const folder = config ?? (home && path?.join(home, ".config", "gcloud"));
  return folder ? path?.join(folder, "application_default_credentials.json") : undefined;
}

async function machineToken(server: string, context: OAuthContext): Promise<OAuthToken> {
  const asked = {
    what: "Google's metadata server",
    hint: "it exists on Google's machines only; elsewhere run `gcloud auth application-default login`",
    request: {
      method: "GET",
      url: `http://${server}/computeMetadata/v1/instance/service-accounts/default/token`,
      headers: { "metadata-flavor": "Google" },
    },
    timeout: 5_000,
  } as const;
  const sent = context.clock.now();
  const fields = await requestJson(asked, context);
  const seconds = Number(fields["expires_in"]);
  return {
    accessToken: requireText(fields, "access_token", asked),
    tokenType: "Bearer",
    ...(Number.isFinite(seconds) ? { expiry: sent + seconds * 1000 } : {}),
  };
}
