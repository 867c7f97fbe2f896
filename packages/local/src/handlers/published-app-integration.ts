import type { Handlers } from "../contract/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";

/** Serves `oauth2.PublishedAppIntegrationAPI`. */
export function publishedAppIntegrationHandlers({
  publishedApps,
}: OAuthEngine): Handlers["oauth2.PublishedAppIntegrationAPI"] {
  return {
    create: (request, { principal }) => {
      const { integration_id } = publishedApps.create(request, principal);
      return { integration_id };
    },
    delete: ({ integration_id }) => publishedApps.delete(integration_id),
    get: ({ integration_id }) => publishedApps.get(integration_id),
    list: ({ search_keyword, ...page }) => {
      const { items, ...next } = publishedApps.list(page, search_keyword);
      return { apps: items, ...next };
    },
    update: ({ integration_id, token_access_policy }) =>
      publishedApps.update(integration_id, token_access_policy),
  };
}
