export { copy, move } from "./copy.js";
export { StoragePaths } from "./storage-paths.js";
