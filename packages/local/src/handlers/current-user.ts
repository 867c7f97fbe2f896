import type { Handlers } from "../contract/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";

/** Serves `iam.CurrentUserAPI`. The server sets `X-Databricks-Org-Id`. */
export function currentUserHandlers(engine: IdentityEngine): Handlers["iam.CurrentUserAPI"] {
  return {
    me: ({ attributes, excludedAttributes }, { principal }) =>
      engine.user(principal.id, { attributes, excluded: excludedAttributes }),
  };
}
