import type { CallOptions } from "../../../api-client/index.js";
import { type Page, Paged } from "../../../paging/index.js";
import type { FileInfo } from "../../../services/files/index.gen.js";
import { checkTarget, localFiles, TargetFile } from "../../local-files/index.js";
import { sourceChunks } from "../../streams/index.js";
import { joined, shown } from "./locate.js";
import type { Place } from "./place.js";

const chunkSize = 1024 * 1024;

/** This machine. Symbolic links in directories are left out; errors are the platform's own. */
export function localPlace(): Place {
  return {
    stat,
    list: (path) => new Paged(() => list(path)),
    read,
    write,
    async makeDirectory(path) {
      await localFiles().mkdir(path, { recursive: true });
    },
    delete: (path, isDirectory) => localFiles().rm(path, { recursive: isDirectory }),
  };
}

async function stat(path: string): Promise<FileInfo> {
  const found = await localFiles().stat(path);
  return toFileInfo(path, found);
}

async function* list(path: string): AsyncGenerator<Page<FileInfo>, void> {
  const own = await stat(path);
  if (own.is_dir !== true) return yield { items: [own], response: own };
  const names = await localFiles().readdir(path);
  const items: FileInfo[] = [];
  for (const name of names.sort()) {
    const entry = await localFiles().lstat(joined(path, name));
    if (entry.isFile() || entry.isDirectory()) items.push(toFileInfo(joined(path, name), entry));
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
  _size: number,
  { signal }: CallOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const handle = await localFiles().open(path);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const chunk = new Uint8Array(chunkSize);
      const { bytesRead } = await handle.read(chunk, 0, chunkSize);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

const write: Place["write"] = async (path, source, { overwrite = false, signal } = {}) => {
  await checkTarget(path, overwrite);
  const target = await TargetFile.create(path);
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
};
