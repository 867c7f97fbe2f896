import type { AuthAttributeName } from "../attributes.js";
import { isSkipped } from "../strategy.js";
import type { CredentialsStrategy, Skipped, StrategyInput } from "../strategy.js";
import type { AzureIdentity, Identify } from "./identity.js";

/**
 * A method for Azure, whose code is loaded when all that it needs is set, and not before. It can
 * also find the host of a workspace of which only the resource id is known.
 */
export function azureStrategy(
  name: string,
  needs: readonly AuthAttributeName[],
  load: () => Promise<Identify>,
): CredentialsStrategy {
  const with_ = async <T>(
    input: StrategyInput,
    use: (identity: AzureIdentity) => Promise<T>,
  ): Promise<T | Skipped> => {
    const identity = await (await load())(input);
    return isSkipped(identity) ? identity : use(identity);
  };
  return {
    name,
    needs,
    configure: (input) =>
      with_(input, async (identity) => {
        const { azureCredentials } = await import("./azure-credentials.js");
        return azureCredentials(identity, input);
      }),
    findHost: (input) =>
      with_(input, async (identity) => {
        const { findAzureHost } = await import("./find-azure-host.js");
        return findAzureHost(identity, input);
      }),
  };
}
