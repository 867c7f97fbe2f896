import { requestJson, requireText } from "./request-json.js";
import type { StrategyInput } from "./strategy.js";

/**
 * A new ID token of the GitHub Actions job that runs.
 * Throws an `OAuthError` when GitHub gives none.
 */
export async function githubIdToken(
  audience: string,
  { config, context }: StrategyInput,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { actionsIdTokenRequestUrl: url = "", actionsIdTokenRequestToken: token = "" } = config;
  const mark = url.includes("?") ? "&" : "?";
  const asked = {
    what: "GitHub's ID token endpoint",
    hint: "the job needs `permissions: id-token: write`",
    request: {
      method: "GET",
      url: `${url}${mark}audience=${encodeURIComponent(audience)}`,
      headers: { accept: "application/json", authorization: `Bearer ${token}` },
    },
    secrets: [token],
  } as const;
  return requireText(await requestJson(asked, { ...context, signal }), "value", asked);
}
