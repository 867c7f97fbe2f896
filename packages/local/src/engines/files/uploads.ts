import * as fs from "node:fs";
import type { Clock } from "../../clock/index.js";
import { unknownHandle } from "./dbfs-errors.js";

/** How long a stream may stay unused, in milliseconds: 10 minutes. */
const IDLE_LIMIT = 10 * 60_000;

/** A file that is being written, block by block. */
export interface Upload {
  readonly path: string;
  readonly overwrite: boolean;
  /** Where its bytes are until it is closed. */
  readonly file: string;
}

interface OpenUpload extends Upload {
  readonly descriptor: number;
  lastUse: number;
}

/** The streams that are open. They end with the process: a handle is no use after a restart. */
export class Uploads {
  readonly #clock: Clock;
  readonly #open = new Map<number, OpenUpload>();
  #lastHandle: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    // Handles of two runs of the server should not meet, so they begin at the time.
    this.#lastHandle = clock.now() * 1000;
  }

  /** Opens a stream and returns its handle. */
  open(upload: Upload): number {
    this.#dropIdle();
    const descriptor = fs.openSync(upload.file, "a");
    const handle = ++this.#lastHandle;
    this.#open.set(handle, { ...upload, descriptor, lastUse: this.#clock.now() });
    return handle;
  }

  /** Adds bytes at the end. @throws {WorkspaceError} when there is no such stream. */
  append(handle: number, data: Uint8Array): void {
    const upload = this.#use(handle);
    for (let written = 0; written < data.byteLength;) {
      written += fs.writeSync(upload.descriptor, data, written);
    }
  }

  /** Ends a stream. @throws {WorkspaceError} when there is no such stream. */
  close(handle: number): Upload {
    const upload = this.#use(handle);
    this.#open.delete(handle);
    fs.closeSync(upload.descriptor);
    return upload;
  }

  /** Ends all streams and forgets what they wrote. */
  dropAll(): void {
    for (const handle of this.#open.keys()) this.#drop(handle);
  }

  #use(handle: number): OpenUpload {
    this.#dropIdle();
    const upload = this.#open.get(handle);
    if (!upload) throw unknownHandle(handle);
    upload.lastUse = this.#clock.now();
    return upload;
  }

  /** Lazy instead of timed, so that the work costs nothing and an instant clock cannot run it early. */
  #dropIdle(): void {
    const limit = this.#clock.now() - IDLE_LIMIT;
    for (const [handle, upload] of this.#open) if (upload.lastUse < limit) this.#drop(handle);
  }

  #drop(handle: number): void {
    const upload = this.#open.get(handle);
    this.#open.delete(handle);
    if (!upload) return;
    fs.closeSync(upload.descriptor);
    fs.rmSync(upload.file, { force: true });
  }
}
