import type { Handlers } from "../contract/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";

/** Serves `oauth2.CustomAppIntegrationAPI`. */
export function customAppIntegrationHandlers({
  customApps,
}: OAuthEngine): Handlers["oauth2.CustomAppIntegrationAPI"] {
  return {
    create: (request, { principal }) => {
      const { integration_id, client_id, client_secret } = customApps.create(request, principal);
      return { integration_id, client_id, ...(client_secret !== undefined && { client_secret }) };
    },
    delete: ({ integration_id }) => customApps.delete(integration_id),
    get: ({ integration_id }) => customApps.get(integration_id),
    list: ({ include_creator_username: named = false, search_keyword, ...page }) => {
      const { items, ...next } = customApps.list(page, search_keyword);
      const apps = items.map(({ creator_username, ...app }) =>
        named ? { ...app, creator_username } : app,
      );
      return { apps, ...next };
    },
    update: ({ integration_id, ...settings }) => customApps.update(integration_id, settings),
  };
}
