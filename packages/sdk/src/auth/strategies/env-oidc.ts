import { ConfigError } from "../../errors/index.js";
import { federatedCredentials } from "../federated-credentials.js";
import type { Credentials, Skipped, StrategyInput } from "../strategy.js";

/** An ID token that stands in an environment variable, named by `oidcTokenEnv`. */
export async function envOidc(input: StrategyInput): Promise<Credentials | Skipped> {
  const name = input.config.oidcTokenEnv ?? "DATABRICKS_OIDC_TOKEN";
  const read = (): string => input.env[name]?.trim() ?? "";
  if (read() === "") return { skipped: `the environment variable ${name} is not set` };
  return federatedCredentials(input, async () => {
    const token = read();
    if (token !== "") return token;
    throw new ConfigError(`the environment variable ${name} is not set any more`, {
      attribute: "oidcTokenEnv",
    });
  });
}
