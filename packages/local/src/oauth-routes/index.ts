export type { ConsentOptions } from "./authorize.js";
export { fetchFromThisMachine } from "./fetch-document.js";
export { oauthRoutes } from "./oauth-routes.js";
