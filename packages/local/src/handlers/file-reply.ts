import { isModifiedSince, type OpenFile, selectBytes } from "../engines/files/index.js";
import { Reply } from "../http/context.js";

/** What of a file is asked for: lower-case names. */
type Headers = Readonly<Record<string, string>>;

/** Why a file is not sent: it is newer than the client wants it, or shorter. */
export type FileRefusal = "modified" | "unsatisfiable";

/** What is said of a file beside its bytes. */
export function fileHeaders(size: number, modified: number): Headers {
  return {
    "content-type": "application/octet-stream",
    "content-length": String(size),
    "last-modified": new Date(modified).toUTCString(),
    "accept-ranges": "bytes",
  };
}

/** A file, or the part of it that is asked for, as an answer. Closes the file if it is refused. */
export function fileReply(file: OpenFile, headers: Headers): FileRefusal | Reply {
  const { size, modified } = file;
  const refuse = (why: FileRefusal): FileRefusal => {
    file.close();
    return why;
  };
  if (isModifiedSince(headers["if-unmodified-since"], modified)) return refuse("modified");
  const selection = selectBytes(headers["range"], size);
  switch (selection.kind) {
    case "unsatisfiable":
      return refuse("unsatisfiable");
    case "whole":
      return new Reply(200, file.read(0, size - 1), fileHeaders(size, modified));
    case "part": {
      const { start, end } = selection;
      return new Reply(206, file.read(start, end), {
        ...fileHeaders(end - start + 1, modified),
        "content-range": `bytes ${start}-${end}/${size}`,
      });
    }
  }
}
