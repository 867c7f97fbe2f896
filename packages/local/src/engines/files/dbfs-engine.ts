import * as fs from "node:fs";
import * as path from "node:path";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import {
  LARGEST_BLOCK,
  alreadyExists,
  checkBlock,
  invalid,
  missing,
  notEmpty,
} from "./dbfs-errors.js";
import { normalizeDbfsPath } from "./dbfs-path.js";
import { DbfsStreams } from "./dbfs-streams.js";
import { FolderTree } from "./folder-tree.js";
import { WorkFolder } from "./work-folder.js";

/** Bytes that a read returns when it does not say how many: 0.5 MiB. */
const DEFAULT_READ = 512 * 1024;

/** What the engine needs. */
export interface DbfsOptions {
  readonly clock: Clock;
  /** Where the bytes are kept. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
}

/** A file or folder of DBFS. */
export interface DbfsEntry {
  readonly path: string;
  readonly is_dir: boolean;
  /** Bytes; 0 for folders. */
  readonly file_size: number;
  /** Milliseconds since the Unix epoch. */
  readonly modification_time: number;
}

/** How a whole file is written. */
export interface PutOptions {
  /** Whether a file that is there is replaced. Default false. */
  readonly overwrite?: boolean | undefined;
  /** It came as a form, not in base64: its size is not limited. Default false. */
  readonly isForm?: boolean | undefined;
}

/**
 * The Databricks file system: real files in a folder. All errors are `WorkspaceError`s with the
 * platform's codes. A file appears, or changes, whole: when its stream is closed.
 */
export class DbfsEngine {
  readonly #clock: Clock;
  readonly #folder: WorkFolder;
  readonly #tree: FolderTree;
  readonly #streams: DbfsStreams;

  constructor(options: DbfsOptions) {
    this.#clock = options.clock;
    this.#folder = new WorkFolder(options.folder, "dbfs");
    const { path: base } = this.#folder;
    this.#tree = new FolderTree(path.join(base, "files"), path.join(base, "unfinished"));
    this.#streams = new DbfsStreams(options.clock);
  }

  /** Opens a stream to a new file, whose folders are made, and returns its handle. */
  create(input: string, overwrite = false): number {
    const at = normalizeDbfsPath(input);
    this.#checkWritable(at, overwrite);
    return this.#streams.open({ path: at, overwrite, file: this.#tree.newFile() });
  }

  /** Adds up to 1 MiB to the stream. */
  addBlock(handle: number, data: Uint8Array): void {
    checkBlock(data);
    this.#streams.append(handle, data);
  }

  /** Ends the stream: now the file is there. */
  closeHandle(handle: number): void {
    const stream = this.#streams.close(handle);
    try {
      // What was free when the stream was opened may be taken by now.
      this.#checkWritable(stream.path, stream.overwrite);
      this.#tree.adopt(stream.file, stream.path, this.#clock.now());
    } finally {
      fs.rmSync(stream.file, { force: true });
    }
  }

  /** Writes a whole file: of up to 1 MiB, or of any size where it came as a form. */
  put(
    input: string,
    contents: Uint8Array,
    { overwrite = false, isForm = false }: PutOptions = {},
  ): void {
    const at = normalizeDbfsPath(input);
    if (!isForm) checkBlock(contents);
    this.#checkWritable(at, overwrite);
    const file = this.#tree.newFile();
    fs.writeFileSync(file, contents);
    this.#tree.adopt(file, at, this.#clock.now());
  }

  /** Reads up to 1 MiB from `offset`; fewer bytes, or none, at the end of the file. */
  read(input: string, offset = 0, length: number = DEFAULT_READ): Uint8Array {
    const at = normalizeDbfsPath(input);
    if (offset < 0) throw invalid(`offset ${offset}: must not be negative.`);
    if (length < 0) throw invalid(`length ${length}: must not be negative.`);
    if (length > LARGEST_BLOCK) throw tooLong(length);
    const stats = this.#tree.stat(at);
    if (!stats) throw missing(at);
    if (stats.isDirectory()) throw invalid(`Cannot read ${at}: it is a directory.`);
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, stats.size - offset)));
    if (bytes.length === 0) return bytes;
    const descriptor = fs.openSync(this.#tree.locate(at), "r");
    try {
      return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, offset));
    } finally {
      fs.closeSync(descriptor);
    }
  }

  /** Describes one file or folder. */
  getStatus(input: string): DbfsEntry {
    const at = normalizeDbfsPath(input);
    return entry(at, this.#tree.stat(at));
  }

  /** What a folder holds, by name; a file is listed as itself. */
  list(input: string): DbfsEntry[] {
    const at = normalizeDbfsPath(input);
    const self = entry(at, this.#tree.stat(at));
    if (!self.is_dir) return [self];
    const names = fs.readdirSync(this.#tree.locate(at)).sort();
    return names.flatMap((name) => {
      const child = path.posix.join(at, name);
      const stats = this.#tree.stat(child);
      return stats ? [entry(child, stats)] : [];
    });
  }

  /** Makes a folder and its parents; one that is there stays as it is. */
  mkdirs(input: string): void {
    const at = normalizeDbfsPath(input);
    const file = this.#tree.fileOnTheWay(at);
    if (file !== undefined) throw alreadyExists(file);
    this.#tree.makeFolder(at);
  }

  /** Moves a file, or a folder with all that is in it, to a path where nothing is. */
  move(source: string, destination: string): void {
    const from = normalizeDbfsPath(source);
    const to = normalizeDbfsPath(destination);
    if (!this.#tree.stat(from)) throw missing(from);
    if (this.#tree.stat(to)) throw alreadyExists(to);
    if (from === "/" || to.startsWith(`${from}/`)) {
      throw invalid(`Cannot move ${from} to ${to}, which lies inside of it.`);
    }
    const file = this.#tree.fileOnTheWay(path.posix.dirname(to));
    if (file !== undefined) throw alreadyExists(file);
    this.#tree.move(from, to);
  }

  /** Removes a file or folder. Nothing there: nothing to do. */
  async delete(input: string, recursive = false): Promise<void> {
    const at = normalizeDbfsPath(input);
    if (at === "/") throw invalid("The root directory cannot be deleted.");
    const stats = this.#tree.stat(at);
    if (!stats) return;
    if (stats.isDirectory() && !recursive && this.list(at).length > 0) throw notEmpty();
    await this.#tree.remove(at);
  }

  /** The folder that plays `/dbfs`, for programs of this machine. */
  root(): string {
    return this.#tree.locate("/");
  }

  /**
   * Where the file of a DBFS path (`dbfs:/a`, `/dbfs/a` or `/a`) lies on this machine; undefined:
   * there is no such file.
   */
  locateFile(input: string): string | undefined {
    const at = normalizeDbfsPath(input.replace(/^\/dbfs(?=\/)/, ""));
    return this.#tree.stat(at)?.isFile() ? this.#tree.locate(at) : undefined;
  }

  /** Ends open streams; removes the folder if it was a temporary one. */
  close(): void {
    this.#streams.dropAll();
    this.#folder.close();
  }

  #checkWritable(at: string, overwrite: boolean): void {
    const stats = this.#tree.stat(at);
    if (at === "/" || stats?.isDirectory() || (stats && !overwrite)) throw alreadyExists(at);
    const file = this.#tree.fileOnTheWay(path.posix.dirname(at));
    if (file !== undefined) throw alreadyExists(file);
  }
}

function entry(at: string, stats: fs.Stats | undefined): DbfsEntry {
  if (!stats) throw missing(at);
  return {
    path: at,
    is_dir: stats.isDirectory(),
    file_size: stats.isDirectory() ? 0 : stats.size,
    modification_time: Math.round(stats.mtimeMs),
  };
}

function tooLong(length: number): Error {
  return new WorkspaceError(
    "MAX_READ_SIZE_EXCEEDED",
    `The read of ${length} bytes is more than the limit of ${LARGEST_BLOCK}. Read in smaller parts.`,
  );
}
