import type { AuthAttributeName } from "./attributes.js";
import type { CredentialsStrategy } from "./strategy.js";

/** A method that is known, so that naming it is no typing error, but not part of this version. */
export function notAvailable(
  name: string,
  needs: readonly AuthAttributeName[],
): CredentialsStrategy {
  return {
    name,
    needs,
    configure: async () => ({ skipped: "it is not available in this version" }),
  };
}
