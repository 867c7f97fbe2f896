import type { Handlers } from "../contract/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";

/** Serves `oauth2.OAuthPublishedAppsAPI`. */
export function oauthPublishedAppsHandlers({
  publishedApps,
}: OAuthEngine): Handlers["oauth2.OAuthPublishedAppsAPI"] {
  return {
    list: (page) => {
      const { items, ...next } = publishedApps.catalogue(page);
      return { apps: items, ...next };
    },
  };
}
