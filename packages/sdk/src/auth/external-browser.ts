import type { UserLoginOptions } from "./apps/user-login.js";
import type { CredentialsStrategy } from "./strategy.js";

/**
 * Signs a person in with the browser of this machine, like `authType: "external-browser"`, but with
 * options of your own. Give it to a client as `credentials`.
 */
export function externalBrowser(options: UserLoginOptions = {}): CredentialsStrategy {
  return {
    name: "external-browser",
    configure: async (input) =>
      (await import("./strategies/external-browser.js")).externalBrowser(input, options),
  };
}
