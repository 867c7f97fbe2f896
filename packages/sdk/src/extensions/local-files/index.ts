export { checkTarget, isNotThere, localFiles, localPaths, statOf } from "./local-files.js";
export { attempted } from "./local-failure.js";
export { type LocalFile, openLocalFile } from "./open-local-file.js";
export { localPathOf, makeFolder } from "./path-below.js";
export { TargetFile } from "./target-file.js";
