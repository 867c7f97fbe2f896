import type { Handlers } from "../contract/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";

/** Serves `settings.TokensAPI`: the caller's own personal access tokens. */
export function tokensHandlers({ tokens }: IdentityEngine): Handlers["settings.TokensAPI"] {
  return {
    create: ({ lifetime_seconds: lifetime, ...request }, { principal }) =>
      tokens.create(principal.id, {
        ...request,
        lifetime_seconds: lifetime === undefined ? undefined : Number(lifetime),
      }),
    list: (_request, { principal }) => ({ token_infos: tokens.list(principal.id) }),
    update: ({ token_id, token, update_mask }, { principal }) => {
      tokens.update(principal.id, token_id, token, update_mask);
      return {};
    },
    delete: ({ token_id }, { principal }) => tokens.delete(principal.id, token_id),
  };
}
