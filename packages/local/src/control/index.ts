export { controlRoutes, type Controlled } from "./control-routes.js";
export { discoveryRoutes } from "./discovery-routes.js";
export { parseDuration } from "./duration.js";
