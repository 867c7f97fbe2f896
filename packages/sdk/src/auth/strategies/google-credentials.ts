import { googleCredentials as credentialsOf } from "../google/google-credentials.js";
import { readGoogleFile } from "../google/read-google-file.js";
import {
  serviceAccountAccessToken,
  serviceAccountIdToken,
  serviceAccountKey,
} from "../google/service-account.js";
import type { Credentials, StrategyInput } from "../strategy.js";

const attribute = "googleCredentials";

/** A Google service account whose key is configured. */
export async function googleCredentials(input: StrategyInput): Promise<Credentials> {
  const file = await readGoogleFile(input.config.googleCredentials ?? "", attribute);
  const key = serviceAccountKey(file, attribute);
  return credentialsOf(
    {
      fetchIdToken: (audience, context) => serviceAccountIdToken(key, audience, context),
      fetchAccessToken: (scopes, context) => serviceAccountAccessToken(key, scopes, context),
    },
    input,
  );
}
