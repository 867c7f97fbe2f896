import type { AuthAttributeName } from "./attributes.js";
import type { CredentialsStrategy } from "./strategy.js";

/** What the file of a strategy has to offer. */
export type Configure = CredentialsStrategy["configure"];

/** A strategy whose code is loaded when all that it needs is set, and not before. */
export function lazyStrategy(
  name: string,
  needs: readonly AuthAttributeName[],
  load: () => Promise<Configure>,
): CredentialsStrategy {
  return { name, needs, configure: async (input) => (await load())(input) };
}
