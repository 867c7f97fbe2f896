import type { CallOptions, ServiceClient } from "../../../api-client/index.js";
import { ApiError } from "../../../errors/index.js";
import { lazy } from "../../../internal/index.js";
import { type Page, Paged } from "../../../paging/index.js";
import type { DirectoryEntry, FileInfo } from "../../../services/files/index.gen.js";
import { Files, isNoFile } from "../../files/index.js";
import { isAboveVolumes } from "./is-above-volumes.js";
import type { Place } from "./place.js";

const above = lazy(() => import("./above-volumes.js"));

/** Volumes: the files service, which knows nothing of the catalogs and schemas that they are in. */
export function volumePlace(api: ServiceClient): Place {
  const files = new Files(api);
  return {
    async stat(path, options) {
      if (!isAboveVolumes(path)) return stat(files, path, options);
      return (await above()).statAboveVolumes(api, path, options);
    },
    list(path, options) {
      if (!isAboveVolumes(path)) return new Paged(() => list(files, path, options));
      return Paged.deferred(async () => (await above()).listAboveVolumes(api, path, options));
    },
    read: (path, _size, options) => ({
      async *[Symbol.asyncIterator]() {
        yield* await files.download(path, { ...options });
      },
    }),
    async write(path, source, { size, ...options } = {}) {
      const length = size === undefined ? undefined : { contentLength: size };
      await files.upload(path, source, { ...options, ...length });
    },
    makeDirectory: (path, options) => files.createDirectory(path, options),
    delete: (path, isDirectory, options) =>
      isDirectory ? files.deleteTree(path, options) : files.delete(path, options),
  };
}

async function stat(files: Files, path: string, options?: CallOptions): Promise<FileInfo> {
  try {
    const metadata = await files.getMetadata({ file_path: path }, options);
    const modified = Date.parse(metadata["last-modified"] ?? "");
    return {
      path,
      is_dir: false,
      file_size: metadata["content-length"] ?? 0,
      ...(Number.isNaN(modified) ? undefined : { modification_time: modified }),
    };
  } catch (error) {
    if (!isNoFile(error)) throw error;
  }
  await files.getDirectoryMetadata({ directory_path: path }, options);
  return { path, is_dir: true, file_size: 0 };
}

/** A path that can't be listed may be that of a file. */
async function* list(
  files: Files,
  path: string,
  options?: CallOptions,
): AsyncGenerator<Page<FileInfo>, void> {
  try {
    const pages = files.listDirectoryContents({ directory_path: path }, options).pages();
    for await (const { items, response } of pages) {
      yield { items: items.map(toFileInfo), response };
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
    const found = await stat(files, path, options).catch(() => undefined);
    if (found === undefined || found.is_dir === true) throw error;
    yield { items: [found], response: found };
  }
}

function toFileInfo({ path, is_directory, file_size, last_modified }: DirectoryEntry): FileInfo {
  return { path, is_dir: is_directory, file_size, modification_time: last_modified };
}
