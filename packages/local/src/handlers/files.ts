import type { Handlers } from "../contract/index.js";
import { filesError, isModifiedSince, type VolumeFiles } from "../engines/files/index.js";
import { Reply } from "../http/context.js";
import { fileHeaders, fileReply } from "./file-reply.js";

/** Serves `files.FilesAPI`. */
export function filesHandlers(files: VolumeFiles): Handlers["files.FilesAPI"] {
  return {
    upload: async ({ file_path, contents, overwrite }, { headers }) => {
      // Why the cast: the server hands bodies on as streams.
      const source = contents as AsyncIterable<Uint8Array>;
      await files.write(file_path, source, { overwrite, length: announced(headers) });
      return new Reply(204);
    },
    download: ({ file_path }, { headers }) => {
      const file = files.open(file_path);
      const reply = fileReply(file, headers);
      if (reply instanceof Reply) return reply;
      throw reply === "modified" ? modified() : unsatisfiable(headers["range"], file.size);
    },
    getMetadata: ({ file_path }, { headers }) => {
      const { size, modified: time } = files.stat(file_path);
      if (isModifiedSince(headers["if-unmodified-since"], time)) throw modified();
      return new Reply(200, undefined, fileHeaders(size, { modified: time }));
    },
    delete: async ({ file_path }) => {
      await files.remove(file_path);
      return new Reply(204);
    },
    createDirectory: ({ directory_path }) => {
      files.makeDirectory(directory_path);
      return new Reply(204);
    },
    getDirectoryMetadata: ({ directory_path }) => {
      files.checkDirectory(directory_path);
      return new Reply(200);
    },
    deleteDirectory: async ({ directory_path }) => {
      await files.removeDirectory(directory_path);
      return new Reply(204);
    },
    listDirectoryContents: ({ directory_path, page_size, page_token }) => {
      const size = page_size === undefined ? undefined : Number(page_size);
      const { entries, next } = files.list(directory_path, { size, token: page_token });
      return { contents: entries, ...(next !== undefined && { next_page_token: next }) };
    },
  };
}

/** The length of a body, unless it comes in chunks. */
function announced(headers: Readonly<Record<string, string>>): number | undefined {
  const length = headers["content-length"];
  return length === undefined ? undefined : Number(length);
}

function modified(): Error {
  const text = "The file was modified after the time in If-Unmodified-Since.";
  return filesError("BAD_REQUEST", text, "PRECONDITION_FAILED", 412);
}

function unsatisfiable(range: string | undefined, size: number): Error {
  const text = `The file has ${size} bytes, and none in the range '${range}'.`;
  const facts = { size: String(size) };
  return filesError("BAD_REQUEST", text, "RANGE_NOT_SATISFIABLE", 416, facts);
}
