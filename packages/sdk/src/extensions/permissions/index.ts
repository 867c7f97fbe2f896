export type { AccessToRemove } from "./access-entries.js";
export { Permissions } from "./permissions.js";
export type { RemovePermissions } from "./permissions.js";
