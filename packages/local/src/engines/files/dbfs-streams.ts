import * as fs from "node:fs";
import type { Clock } from "../../clock/index.js";
import { unknownHandle } from "./dbfs-errors.js";

/** How long a stream may stay unused, in milliseconds: 10 minutes. */
const IDLE_LIMIT = 10 * 60_000;

/** A file that is being written, block by block. */
export interface DbfsStream {
  readonly path: string;
  readonly overwrite: boolean;
  /** Where its bytes are until it is closed. */
  readonly file: string;
}

interface OpenStream extends DbfsStream {
  readonly descriptor: number;
  /** Bytes of whole blocks. */
  size: number;
  lastUse: number;
}

/** The streams that are open. They end with the process: a handle is no use after a restart. */
export class DbfsStreams {
  readonly #clock: Clock;
  readonly #open = new Map<number, OpenStream>();
  #lastHandle: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    // Handles of two runs of the server should not meet, so they begin at the time.
    this.#lastHandle = clock.now() * 1000;
  }

  /** Opens a stream and returns its handle. */
  open(stream: DbfsStream): number {
    this.#dropIdle();
    const descriptor = fs.openSync(stream.file, "r+");
    const handle = ++this.#lastHandle;
    this.#open.set(handle, { ...stream, descriptor, size: 0, lastUse: this.#clock.now() });
    return handle;
  }

  /**
   * Adds a block at the end: whole, or, where the disk does not take it, not at all, so that it may
   * come again.
   *
   * @throws {WorkspaceError} when there is no such stream
   */
  append(handle: number, data: Uint8Array): void {
    const stream = this.#use(handle);
    for (let written = 0; written < data.byteLength;) {
      const left = data.byteLength - written;
      written += fs.writeSync(stream.descriptor, data, written, left, stream.size + written);
    }
    stream.size += data.byteLength;
  }

  /** Ends a stream. @throws {WorkspaceError} when there is no such stream. */
  close(handle: number): DbfsStream {
    const stream = this.#use(handle);
    this.#open.delete(handle);
    fs.ftruncateSync(stream.descriptor, stream.size);
    fs.closeSync(stream.descriptor);
    return stream;
  }

  /** Ends all streams and forgets what they wrote. */
  dropAll(): void {
    for (const handle of this.#open.keys()) this.#drop(handle);
  }

  #use(handle: number): OpenStream {
    this.#dropIdle();
    const stream = this.#open.get(handle);
    if (!stream) throw unknownHandle(handle);
    stream.lastUse = this.#clock.now();
    return stream;
  }

  /** Lazy instead of timed, so that the work costs nothing and an instant clock cannot run it early. */
  #dropIdle(): void {
    const limit = this.#clock.now() - IDLE_LIMIT;
    for (const [handle, stream] of this.#open) if (stream.lastUse < limit) this.#drop(handle);
  }

  #drop(handle: number): void {
    const stream = this.#open.get(handle);
    this.#open.delete(handle);
    if (!stream) return;
    fs.closeSync(stream.descriptor);
    fs.rmSync(stream.file, { force: true });
  }
}
