import { applicationDefault } from "../google/application-default.js";
import { googleCredentials } from "../google/google-credentials.js";
import { idTokenOf } from "../google/id-token.js";
import { keepToken } from "../keep-token.js";
import { requestJson, requireText } from "../request-json.js";
import type { JsonRequest } from "../request-json.js";
import type { Credentials, StrategyInput } from "../strategy.js";

/** A Google service account that whoever is signed in to Google may impersonate. */
export async function googleId(input: StrategyInput): Promise<Credentials> {
  const { googleServiceAccount: account = "" } = input.config;
  const source = await applicationDefault(input);
  const own = keepToken(input, (_previous, signal) => source({ ...input.context, signal }));
  return googleCredentials(
    {
      async fetchIdToken(audience, context) {
        const { accessToken } = await own.token(context.signal);
        const body = { audience, includeEmail: true };
        const asked = impersonation(account, "generateIdToken", body, accessToken);
        return idTokenOf(requireText(await requestJson(asked, context), "token", asked));
      },
      async fetchAccessToken(scope, context) {
        const { accessToken } = await own.token(context.signal);
        const asked = impersonation(account, "generateAccessToken", { scope }, accessToken);
        const fields = await requestJson(asked, context);
        const end = Date.parse(String(fields["expireTime"]).replace(/(\.\d{3})\d+/, "$1"));
        return {
          accessToken: requireText(fields, "accessToken", asked),
          tokenType: "Bearer",
          ...(Number.isNaN(end) ? {} : { expiry: end }),
        };
      },
    },
    input,
  );
}

function impersonation(
  account: string,
  method: string,
  body: object,
  accessToken: string,
): JsonRequest {
  const path = `projects/-/serviceAccounts/${encodeURIComponent(account)}:${method}`;
  return {
    what: "Google's impersonation service",
    hint: `whoever is signed in needs the role Service Account Token Creator on ${account} (googleServiceAccount)`,
    request: {
      method: "POST",
      url: `https://iamcredentials.googleapis.com/v1/${path}`,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${accessToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    },
    secrets: [accessToken],
  };
}
