import type { Int64 } from "../api-client/index.js";
import type { FileInfo } from "../services/files/index.gen.js";

/** A file or directory, as `fs.ls` lists it. */
export interface ListedFile {
  /** With its scheme; that of a directory ends in a slash. */
  readonly path: string;
  /** That of a directory ends in a slash. */
  readonly name: string;
  /** Bytes; 0 for a directory. */
  readonly size: Int64;
  /** Milliseconds since the Unix epoch; 0 where it is not known. */
  readonly modificationTime: Int64;
}

/** An entry in the form that notebooks know, where the slash tells directories from files. */
export function listedFile(entry: FileInfo): ListedFile {
  const { path: given = "", file_size = 0, is_dir = false, modification_time = 0 } = entry;
  const path = given.replace(/\/$/, ""); // volumes may have the slash already
  const end = is_dir ? "/" : "";
  const name = path.slice(path.lastIndexOf("/") + 1) + end;
  const scheme = path.startsWith("/") ? "dbfs:" : "";
  return {
    path: scheme + path + end,
    name,
    size: is_dir ? 0 : file_size,
    modificationTime: modification_time,
  };
}
