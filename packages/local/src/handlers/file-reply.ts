import {
  checkConditions,
  type FileVersion,
  type OpenFile,
  rangeOf,
  selectBytes,
} from "../engines/files/index.js";
import { Reply } from "../http/context.js";

/** What of a file is asked for: lower-case names. */
type Headers = Readonly<Record<string, string>>;

/** Why a file is not sent: it is newer than the client wants it, or shorter. */
export type FileRefusal = "modified" | "unsatisfiable";

/** What is said of a file beside its bytes. */
export function fileHeaders(size: number, version: FileVersion): Headers {
  return {
    "content-type": "application/octet-stream",
    "content-length": String(size),
    "accept-ranges": "bytes",
    ...versionHeaders(version),
  };
}

function versionHeaders({ modified, etag }: FileVersion): Headers {
  const date = new Date(modified).toUTCString();
  return { "last-modified": date, ...(etag !== undefined && { etag }) };
}

/**
 * A file, or the part of it that is asked for, as an answer. Closes the file if it is not sent.
 *
 * @param etag of the file, where those who ask are to know one
 */
export function fileReply(file: OpenFile, headers: Headers, etag?: string): FileRefusal | Reply {
  const { size, modified } = file;
  const version = { modified, etag };
  const refuse = (why: FileRefusal): FileRefusal => {
    file.close();
    return why;
  };
  const verdict = checkConditions(headers, version);
  if (verdict === "changed") return refuse("modified");
  if (verdict === "unchanged") {
    file.close();
    return new Reply(304, undefined, versionHeaders(version));
  }
  const selection = selectBytes(rangeOf(headers, version), size);
  switch (selection.kind) {
    case "unsatisfiable":
      return refuse("unsatisfiable");
    case "whole":
      return new Reply(200, file.read(0, size - 1), fileHeaders(size, version));
    case "part": {
      const { start, end } = selection;
      return new Reply(206, file.read(start, end), {
        ...fileHeaders(end - start + 1, version),
        "content-range": `bytes ${start}-${end}/${size}`,
      });
    }
  }
}
