import { federatedCredentials } from "../federated-credentials.js";
import { githubIdToken } from "../github-id-token.js";
import type { Credentials, Skipped, StrategyInput } from "../strategy.js";

/** A GitHub Actions job that a federation policy of Databricks trusts. */
export async function githubOidc(input: StrategyInput): Promise<Credentials | Skipped> {
  const { clientId, azureClientId, authType } = input.config;
  // Without a client id an account-wide policy would decide who one is: not if Entra was meant.
  if (clientId === undefined && azureClientId !== undefined && authType === undefined) {
    return { skipped: "clientId is not set, but azureClientId is: github-oidc-azure fits" };
  }
  return federatedCredentials(input, (audience, signal) => githubIdToken(audience, input, signal));
}
