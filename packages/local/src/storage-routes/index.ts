export type { StorageProtocol } from "./coordination-routes.js";
export { storageRoutes, type StorageOptions } from "./storage-routes.js";
