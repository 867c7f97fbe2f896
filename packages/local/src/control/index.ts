export { controlRoutes, type Controlled } from "./control-routes.js";
export { discoveryRoutes, type HostType } from "./discovery-routes.js";
export { parseDuration } from "./duration.js";
