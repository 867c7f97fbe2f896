import type { CallOptions, ServiceClient } from "../../../api-client/index.js";
import { InvalidRequestError, NotFound } from "../../../errors/index.js";
import { type Page, Paged } from "../../../paging/index.js";
import type { FileInfo } from "../../../services/files/index.gen.js";
import { isNotThere } from "../../local-files/index.js";
import type { UploadSource } from "../../streams/index.js";
import { DbfsReader } from "../dbfs-reader.js";
import { dbfsPlace } from "./dbfs-place.js";
import { isAboveVolumes } from "./is-above-volumes.js";
import { localPlace } from "./local-place.js";
import { locate, type Location, type PlaceKind, shown } from "./locate.js";
import type { ListFilesOptions, RecursiveOptions, WriteFileOptions } from "./options.js";
import type { Place } from "./place.js";
import { volumePlace } from "./volume-place.js";

/** A path and the file system that it is in. */
export interface Site extends Location {
  readonly place: Place;
  /** The argument that gave the path. */
  readonly field: string;
}

/** Files wherever a path leads: to this machine, to DBFS or to a volume. */
export class StoragePaths {
  readonly api: ServiceClient;
  readonly #places: Readonly<Record<Exclude<PlaceKind, "local">, Place>>;

  constructor(api: ServiceClient) {
    this.api = api;
    this.#places = { dbfs: dbfsPlace(api), volume: volumePlace(api) };
  }

  /** Where a path leads. Throws an {@link InvalidRequestError} naming `field` for another scheme. */
  at(path: string, field = "path"): Site {
    const location = locate(path, field);
    const { kind } = location;
    const place = kind === "local" ? localPlace(field) : this.#places[kind];
    return { ...location, place, field };
  }

  /** What is there; `undefined` when there is nothing. */
  async find({ place, path }: Site, options?: CallOptions): Promise<FileInfo | undefined> {
    try {
      return await place.stat(path, options);
    } catch (error) {
      if (error instanceof NotFound || isNotThere(error)) return undefined;
      throw error;
    }
  }

  /** What is in a directory; with `recursive` the files at any depth, level by level. */
  list(path: string, options: ListFilesOptions = {}): Paged<FileInfo> {
    const { recursive = false, ...call } = options;
    const site = this.at(path);
    return recursive ? new Paged(() => filesBelow(site, call)) : site.place.list(site.path, call);
  }

  /** Opens a file to be read. */
  async read(path: string, options?: CallOptions): Promise<DbfsReader> {
    const site = this.at(path);
    const { is_dir, file_size = 0 } = await site.place.stat(site.path, options);
    if (is_dir === true) throw invalid(`${shown(site)} is a directory`, "path");
    const size = Number(file_size);
    const read = (): AsyncIterable<Uint8Array> => site.place.read(site.path, size, options);
    return new DbfsReader({ path: site.path, size, read });
  }

  /** Makes a file, which is whole or not there. */
  write(path: string, source: UploadSource, options?: WriteFileOptions): Promise<void> {
    const site = this.at(path);
    return site.place.write(site.path, source, options);
  }

  /** Makes a directory with the parents that it lacks. */
  makeDirectory(path: string, options?: CallOptions): Promise<void> {
    const site = this.at(path);
    return site.place.makeDirectory(site.path, options);
  }

  /** Deletes a file, or a directory, which has to be meant. Where there is nothing, all is done. */
  async delete(path: string, options: RecursiveOptions = {}): Promise<void> {
    const { recursive = false, ...call } = options;
    const site = this.at(path);
    expectToHoldFiles(site);
    const found = await this.find(site, call);
    if (found === undefined) return;
    const isDirectory = found.is_dir === true;
    if (isDirectory && !recursive) throw needsRecursive(site);
    return site.place.delete(site.path, isDirectory, call);
  }
}

/**
 * Catalogs and schemas are listed as directories, but can't be deleted or moved as such: an
 * {@link InvalidRequestError}.
 */
export function expectToHoldFiles({ kind, path, field }: Site): void {
  if (kind !== "volume" || !isAboveVolumes(path)) return;
  const message = `${path} is not in a volume: give /Volumes/<catalog>/<schema>/<volume>, or below`;
  throw invalid(message, field);
}

/** The error for a directory where only a file will do. */
export function needsRecursive(site: Location): InvalidRequestError {
  const message = `${shown(site)} is a directory: set recursive to mean all that is in it`;
  return invalid(message, "recursive");
}

/** The error for paths that make no sense together, or for what stands there. */
export function invalid(message: string, field: string): InvalidRequestError {
  return new InvalidRequestError(message, { field });
}

async function* filesBelow(site: Site, options: CallOptions): AsyncGenerator<Page<FileInfo>, void> {
  for await (const page of treePages(site, options)) {
    yield { ...page, items: page.items.filter(({ is_dir }) => is_dir !== true) };
  }
}

/** The pages of the lists of a directory, of those in it, and so on, level by level. */
export async function* treePages(
  { kind, place, path }: Site,
  options: CallOptions,
): AsyncGenerator<Page<FileInfo>, void> {
  for (let level = [path]; level.length > 0;) {
    const next: string[] = [];
    for (const directory of level) {
      for await (const { items, response } of place.list(directory, options).pages()) {
        yield { items, response };
        for (const entry of items) {
          const location = locate(entry.path ?? "/");
          // The root of DBFS shows places that are not part of it.
          if (entry.is_dir === true && location.kind === kind) next.push(location.path);
        }
      }
    }
    level = next;
  }
}
