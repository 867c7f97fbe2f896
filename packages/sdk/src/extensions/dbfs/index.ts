export { Dbfs } from "./dbfs.js";
export type { DbfsSource, OpenToRead, OpenToWrite } from "./dbfs.js";
export { DbfsReader } from "./dbfs-reader.js";
export { DbfsWriter } from "./dbfs-writer.js";
export type {
  CopyFilesOptions,
  ListFilesOptions,
  RecursiveOptions,
  WriteFileOptions,
} from "./places/options.js";
