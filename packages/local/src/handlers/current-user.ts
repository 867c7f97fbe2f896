import type { Handlers } from "../contract/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";
import { Reply } from "../http/context.js";

/** Serves `iam.CurrentUserAPI`. The server sets `X-Databricks-Org-Id`. */
export function currentUserHandlers(engine: IdentityEngine): Handlers["iam.CurrentUserAPI"] {
  return {
    me: ({ attributes, excludedAttributes }, { principal }) =>
      new Reply(200, engine.me(principal, { attributes, excluded: excludedAttributes })),
  };
}
