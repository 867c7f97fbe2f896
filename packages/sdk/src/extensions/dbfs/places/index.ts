export { copy, move } from "./copy.js";
export { openToWrite } from "./dbfs-place.js";
export { StoragePaths } from "./storage-paths.js";
