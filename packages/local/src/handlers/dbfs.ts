import type { Handlers } from "../contract/index.js";
import { type DbfsEngine, unknownHandle } from "../engines/files/index.js";
import { WorkspaceError } from "../errors/index.js";
import { decodeBase64 } from "./decode-base64.js";
import { existingId } from "./exact-id.js";

/** Serves `files.DbfsAPI`. */
export function dbfsHandlers(engine: DbfsEngine): Handlers["files.DbfsAPI"] {
  return {
    create: ({ path, overwrite }) => ({ handle: engine.create(path, overwrite) }),
    addBlock: ({ handle, data }) => engine.addBlock(handleOf(handle), decodeBase64("data", data)),
    close: ({ handle }) => engine.closeHandle(handleOf(handle)),
    put: ({ path, contents, overwrite }, { headers }) => {
      if (contents === undefined) {
        throw invalid("contents: must be given, in base64. Use create and add-block for streams.");
      }
      const isForm = headers["content-type"]?.startsWith("multipart/form-data");
      engine.put(path, decodeBase64("contents", contents), { overwrite, isForm });
    },
    read: ({ path, offset, length }) => {
      const data = engine.read(path, toNumber(offset), toNumber(length));
      return { bytes_read: data.byteLength, data: Buffer.from(data).toString("base64") };
    },
    getStatus: ({ path }) => ({ ...engine.getStatus(path) }),
    list: ({ path }) => {
      const files = engine.list(path).map((entry) => ({ ...entry }));
      return files.length === 0 ? {} : { files };
    },
    mkdirs: ({ path }) => engine.mkdirs(path),
    move: ({ source_path, destination_path }) => engine.move(source_path, destination_path),
    delete: ({ path, recursive }) => engine.delete(path, recursive),
  };
}

function handleOf(id: bigint | number): number {
  return existingId(id, unknownHandle);
}

function toNumber(value: bigint | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
