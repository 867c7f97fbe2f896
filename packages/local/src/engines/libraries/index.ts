export type { EnvironmentSpec } from "./environment-spec.js";
export type { Library } from "./library.js";
export {
  type ClusterLibraries,
  LibraryEngine,
  type LibraryEngineOptions,
} from "./library-engine.js";
export type { LibraryRecord, LibraryStatus } from "./library-record.js";
export type { LibraryClustersPort, LocateFile } from "./ports.js";
