import { UserLogin, type UserLoginOptions } from "../apps/user-login.js";
import { keepToken } from "../keep-token.js";
import type { Credentials, StrategyInput } from "../strategy.js";
import { bearer } from "../tokens/index.js";

/**
 * A person at this machine's browser (RFC 6749 §4.1, RFC 8252), with the tokens that the Databricks
 * CLI or an earlier login left. Nothing happens before the first call, and no browser ever opens for
 * a refresh in the background.
 */
export async function externalBrowser(
  input: StrategyInput,
  options: UserLoginOptions = {},
): Promise<Credentials> {
  const login = new UserLogin(input, options);
  return bearer(keepToken(input, (previous, signal) => login.token(previous, signal)));
}
