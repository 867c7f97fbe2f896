import type { CallOptions } from "../../../api-client/index.js";
import { type Page, Paged } from "../../../paging/index.js";
import type { FileInfo } from "../../../services/files/index.gen.js";
import { attempted, checkTarget, localFiles, TargetFile } from "../../local-files/index.js";
import { sourceChunks, type UploadSource } from "../../streams/index.js";
import { joined, shown } from "./locate.js";
import type { Place, PlaceWriteOptions } from "./place.js";

const chunkSize = 1024 * 1024;

/**
 * This machine. Symbolic links in directories are left out; what the platform refuses is an
 * {@link InvalidRequestError} for the argument `field`.
 */
export function localPlace(field: string): Place {
  return {
    stat: (path) => stat(path, field),
    list: (path) => new Paged(() => list(path, field)),
    read: (path, _size, options) => read(path, field, options),
    write: (path, source, options) => write(path, field, source, options),
    async makeDirectory(path) {
      const making = localFiles().mkdir(path, { recursive: true });
      await attempted({ path, done: "made", field }, making);
    },
    async delete(path, isDirectory) {
      const removing = localFiles().rm(path, { recursive: isDirectory });
      await attempted({ path, done: "deleted", field }, removing);
    },
  };
}

async function stat(path: string, field: string): Promise<FileInfo> {
  return toFileInfo(path, await attempted({ path, field }, localFiles().stat(path)));
}

async function* list(path: string, field: string): AsyncGenerator<Page<FileInfo>, void> {
  const own = await stat(path, field);
  if (own.is_dir !== true) return yield { items: [own], response: own };
  const names = await attempted({ path, field }, localFiles().readdir(path));
  const items: FileInfo[] = [];
  for (const name of names.sort()) {
    const file = joined(path, name);
    const entry = await attempted({ path: file, field }, localFiles().lstat(file));
    if (entry.isFile() || entry.isDirectory()) items.push(toFileInfo(file, entry));
  }
  yield { items, response: names };
}

function toFileInfo(
  path: string,
  entry: { readonly size: number; readonly mtimeMs: number; isDirectory(): boolean },
): FileInfo {
  const is_dir = entry.isDirectory();
  return {
    path: shown({ kind: "local", path }),
    is_dir,
    file_size: is_dir ? 0 : entry.size,
    modification_time: Math.trunc(entry.mtimeMs),
  };
}

async function* read(
  path: string,
  field: string,
  { signal }: CallOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const handle = await attempted({ path, field }, localFiles().open(path));
  try {
    for (;;) {
      signal?.throwIfAborted();
      const chunk = new Uint8Array(chunkSize);
      const { bytesRead } = await attempted({ path, field }, handle.read(chunk, 0, chunkSize));
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function write(
  path: string,
  field: string,
  source: UploadSource,
  { overwrite = false, signal }: PlaceWriteOptions = {},
): Promise<void> {
  await checkTarget(path, overwrite, field);
  const target = await TargetFile.create(path, field);
  try {
    let written = 0;
    for await (const chunk of sourceChunks(source, signal)) {
      signal?.throwIfAborted();
      await target.write([chunk], written);
      written += chunk.length;
    }
    await target.commit(written, overwrite);
  } catch (error) {
    await target.discard();
    throw error;
  }
}
