import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import { Readable } from "node:stream";
import { type NamePage, pageOf, type PageQuery } from "./directory-page.js";
import {
  directoryMissing,
  directoryNotEmpty,
  fileMissing,
  invalidArgument,
  invalidPath,
} from "./file-errors.js";
import { receive } from "./receive.js";
import type { VolumePath } from "./volume-path.js";
import type { VolumeTree } from "./volume-tree.js";

/** Largest file that one request may carry, in bytes: 5 GiB. */
const LARGEST_UPLOAD = 5 * 1024 ** 3;

/** Bytes that are read from disk at once. */
const READ_SIZE = 256 * 1024;

/** A file as it is now. */
export interface FileFacts {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the Unix epoch. */
  readonly modified: number;
  /** In quotes; of another file at that path, or of its next state, it is another. */
  readonly etag: string;
}

/** A file that is open: what it is read as is what was there when it was opened. */
export interface OpenFile extends FileFacts {
  /** Its bytes from `start` up to and with `end`; closes the file when they are read or given up. */
  read(start: number, end: number): Readable;
  /** For a file that is not read. */
  close(): void;
}

/** A file or directory in a list. */
export interface DirectoryEntry {
  readonly path: string;
  readonly name: string;
  readonly is_directory: boolean;
  /** Bytes; files only. */
  readonly file_size?: number;
  /** Milliseconds since the Unix epoch. */
  readonly last_modified: number;
}

/** How a file is written. */
export interface WriteOptions {
  /** Whether a file that is there is replaced. Default false. */
  readonly overwrite?: boolean | undefined;
  /** How many bytes are announced, if that is known. */
  readonly length?: number | undefined;
}

/** The files of volumes as the Files API sees them. Errors are `WorkspaceError`s with its reasons. */
export class VolumeFiles {
  readonly #tree: VolumeTree;

  constructor(tree: VolumeTree) {
    this.#tree = tree;
  }

  /** Describes a file. */
  stat(path: string): FileFacts {
    return facts(this.#file(this.#tree.resolve(path, "existing file")));
  }

  /** Opens a file to be read. */
  open(path: string): OpenFile {
    const at = this.#tree.resolve(path, "existing file");
    this.#file(at);
    const fd = fs.openSync(this.#tree.locate(at), "r");
    const opened = facts(fs.fstatSync(fd));
    return {
      ...opened,
      read: (start, end) => {
        if (end >= start) {
          return fs.createReadStream("", { fd, start, end, highWaterMark: READ_SIZE });
        }
        fs.closeSync(fd);
        return Readable.from([]);
      },
      close: () => fs.closeSync(fd),
    };
  }

  /** Writes a whole file, and the directories on its way. It is there once all bytes have come. */
  async write(
    path: string,
    source: AsyncIterable<Uint8Array>,
    { overwrite = false, length = 0 }: WriteOptions = {},
  ): Promise<void> {
    const target = this.#tree.resolve(path, "file");
    if (length > LARGEST_UPLOAD) {
      throw invalidArgument(
        `The file has ${length} bytes, more than the limit of ${LARGEST_UPLOAD} (5 GiB) of one request. Upload it in parts.`,
      );
    }
    this.#tree.checkFree(target, overwrite);
    const unfinished = this.#tree.newFile();
    try {
      const file = await fsPromises.open(unfinished, "w");
      try {
        await receive(source, { file });
      } finally {
        await file.close();
      }
      // Why again: the volume may be gone by now.
      this.#tree.place(unfinished, this.#tree.resolve(path, "file"), overwrite);
    } finally {
      fs.rmSync(unfinished, { force: true });
    }
  }

  /** Removes a file. */
  async remove(path: string): Promise<void> {
    const at = this.#tree.resolve(path, "existing file");
    this.#file(at);
    await this.#tree.remove(at);
  }

  /** Makes a directory and its parents; one that is there stays as it is. */
  makeDirectory(path: string): void {
    this.#tree.makeFolder(this.#tree.resolve(path, "directory"));
  }

  /** @throws {WorkspaceError} when there is no such directory */
  checkDirectory(path: string): void {
    this.#directory(path);
  }

  /** Removes an empty directory. */
  async removeDirectory(path: string): Promise<void> {
    const at = this.#directory(path);
    if (at.isRoot) throw invalidPath(path, "the root of a volume goes only with its volume");
    if (this.#entries(at, this.#tree.names(at)).length > 0) throw directoryNotEmpty();
    await this.#tree.remove(at);
  }

  /** What a directory holds, by name, a page at a time. */
  list(path: string, query: PageQuery = {}): { entries: DirectoryEntry[]; next?: string } {
    const at = this.#directory(path);
    const { names, next }: NamePage = pageOf(this.#tree.names(at), query);
    return { entries: this.#entries(at, names), ...(next !== undefined && { next }) };
  }

  #file(at: VolumePath): fs.Stats {
    const stats = this.#tree.stat(at);
    if (!stats?.isFile()) throw fileMissing();
    return stats;
  }

  #directory(path: string): VolumePath {
    const at = this.#tree.resolve(path, "directory");
    if (!this.#tree.stat(at)?.isDirectory()) throw directoryMissing();
    return at;
  }

  #entries(parent: VolumePath, names: readonly string[]): DirectoryEntry[] {
    return names.flatMap((name) => {
      const child = { ...parent, at: `${parent.at}/${name}`, isRoot: false };
      const stats = this.#tree.stat(child);
      return stats ? [entry(`${parent.path}/${name}`, name, stats)] : [];
    });
  }
}

function entry(path: string, name: string, stats: fs.Stats): DirectoryEntry {
  const { size, modified } = facts(stats);
  const is_directory = stats.isDirectory();
  return {
    path,
    name,
    is_directory,
    ...(!is_directory && { file_size: size }),
    last_modified: modified,
  };
}

function facts({ size, mtimeMs, ctimeMs, ino }: fs.Stats): FileFacts {
  // Why not of the bytes: nobody wants to wait until they are read twice. And times of a workspace
  // may stand still, but every file that takes the place of another has a number of its own.
  const etag = [ino, ctimeMs, size].map((number) => number.toString(36)).join("-");
  return { size, modified: Math.round(mtimeMs), etag: `"${etag}"` };
}
