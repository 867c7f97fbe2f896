import type { CallOptions, ServiceClient } from "../../../api-client/index.js";
import { InvalidResponseError } from "../../../errors/index.js";
import { decodeBase64 } from "../../../internal/index.js";
import { DbfsAPI } from "../../../services/files/index.gen.js";
import { blockSize } from "../block-size.js";
import { sourceChunks } from "../../streams/index.js";
import type { DbfsWriter } from "../dbfs-writer.js";
import { openToWrite } from "../open-to-write.js";
import { replaceFile } from "../replace-file.js";
import type { Place } from "./place.js";

/** DBFS: files in blocks of at most 1 MiB, one request each. */
export function dbfsPlace(api: ServiceClient): Place {
  const service = new DbfsAPI(api);
  return {
    stat: (path, options) => service.getStatus({ path }, options),
    list: (path, options) => service.list({ path }, options),
    read: (path, size, options) => ({
      [Symbol.asyncIterator]: () => readBlocks(service, path, size, options),
    }),
    async write(path, source, { size: _size, overwrite = false, ...call } = {}) {
      const chunks = sourceChunks(source, call.signal);
      try {
        // Before anything is asked for: the source may be no good.
        const first = await chunks.next();
        const file = await openToWrite(service, path, overwrite, call);
        await fill(file, first, chunks);
      } finally {
        await chunks.return();
      }
    },
    makeDirectory: (path, options) => service.mkdirs({ path }, options),
    move: (source_path, destination_path, options) =>
      service.move({ source_path, destination_path }, options),
    replace: (from, to, options) => replaceFile(service, { from, to }, options),
    delete: (path, isDirectory, options) =>
      service.delete({ path, recursive: isDirectory }, options),
  };
}

async function fill(
  file: DbfsWriter,
  first: IteratorResult<Uint8Array, void>,
  chunks: AsyncIterator<Uint8Array, void>,
): Promise<void> {
  try {
    for (let next = first; next.done !== true; next = await chunks.next()) {
      await file.write(next.value);
    }
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
}

async function* readBlocks(
  service: DbfsAPI,
  path: string,
  size: number,
  options: CallOptions | undefined,
): AsyncGenerator<Uint8Array, void> {
  let offset = 0;
  while (offset < size) {
    const request = { path, offset, length: Math.min(blockSize, size - offset) };
    const { data = "" } = await service.read(request, options);
    const bytes = decodeBase64(data);
    if (bytes.length === 0) {
      throw new InvalidResponseError(
        `${path} ended after ${offset} of ${size} bytes; it changed while it was read`,
      );
    }
    offset += bytes.length;
    yield bytes;
  }
}
