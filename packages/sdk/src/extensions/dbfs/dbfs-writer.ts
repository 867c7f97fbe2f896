import type { CallOptions, Int64 } from "../../api-client/index.js";
import { DatabricksError, InvalidRequestError } from "../../errors/index.js";
import { encodeBase64 } from "../../internal/index.js";
import type { DbfsAPI } from "../../services/files/index.gen.js";
import { bytesOfChunk } from "../streams/index.js";
import { BlockBuffer } from "./block-buffer.js";
import { blockSize } from "./block-size.js";
import { replaceFile } from "./replace-file.js";

/** Milliseconds that giving a file up may take: the call's own signal may be what ends it. */
export const cleaningTime: number = 10_000;

/** What a {@link DbfsWriter} is made of. */
export interface DbfsWriterInit {
  readonly path: string;
  /** Where the file is written to until it is complete, which may be its path. */
  readonly place: string;
  readonly handle: Int64;
  /** For each request. */
  readonly options: CallOptions;
}

/**
 * A DBFS file to write to. What is written is collected into blocks of 1 MiB, one request each; the
 * file is complete after `close`. Made by `dbfs.open`.
 *
 * `await using` closes it, also when an error leaves the block: call `abort` to give up a file.
 */
export class DbfsWriter implements AsyncDisposable {
  /** Absolute path, without `dbfs:`. */
  readonly path: string;
  readonly #service: DbfsAPI;
  readonly #handle: Int64;
  readonly #options: CallOptions;
  readonly #buffer = new BlockBuffer(blockSize);
  /** Where it stands until it is complete. */
  readonly #place: string;
  #sent = 0;
  #state: "open" | "closed" | "aborted" = "open";
  /** It is as long as it should be, and the only one: there is nothing to go back to. */
  #isToStay = false;
  /** Requests go one after the other, whether or not the caller waits for each. */
  #last: Promise<void> = Promise.resolve();
  #writable: WritableStream<Uint8Array> | undefined;

  /** Made by `dbfs.open`. */
  constructor(service: DbfsAPI, { path, place, handle, options }: DbfsWriterInit) {
    this.#service = service;
    this.path = path;
    this.#place = place;
    this.#handle = handle;
    this.#options = options;
  }

  /** The same as a stream, to pipe into; closing or aborting it does so to the file. */
  get writable(): WritableStream<Uint8Array> {
    this.#writable ??= new WritableStream<Uint8Array>({
      write: (chunk) => this.write(chunk),
      close: () => this.close(),
      abort: () => this.abort(),
    });
    return this.#writable;
  }

  /**
   * Adds bytes, or text as UTF-8. Resolves when the blocks that it filled are sent.
   * Throws an {@link InvalidRequestError} for anything else, and after `close` or `abort`.
   */
  async write(chunk: Uint8Array | string): Promise<void> {
    const bytes = bytesOfChunk(chunk, "chunk");
    return this.#enqueue(async () => {
      for (const block of this.#buffer.add(bytes)) await this.#send(block);
    });
  }

  /**
   * Sends the rest and closes the file; a second call does nothing.
   * Throws a {@link DatabricksError} when the file is not as long as what was written: adding a
   * block has no protection against a repeat whose first answer was lost.
   */
  close(): Promise<void> {
    if (this.#state !== "open") return this.#last;
    const closed = this.#enqueue(async () => {
      const rest = this.#buffer.take();
      if (rest.length > 0) await this.#send(rest);
      await this.#service.close({ handle: this.#handle }, this.#options);
      await this.#verify();
      await this.#takePlace();
    });
    this.#state = "closed";
    return closed;
  }

  /**
   * Gives up, also after a `close` that failed: closes the handle and deletes what was written; a
   * file that was to be replaced stays. Best effort, errors are not reported, and the call's signal
   * does not end it. Does nothing to a file that was closed well.
   */
  async abort(): Promise<void> {
    if (this.#state === "aborted") return;
    if (this.#state === "open") this.#state = "aborted"; // nothing more is written from here on
    await this.#last.catch(ignore);
    if (this.#isToStay) return;
    this.#state = "aborted";
    const options = { ...this.#options, signal: AbortSignal.timeout(cleaningTime) };
    await this.#service.close({ handle: this.#handle }, options).catch(ignore);
    await this.#service.delete({ path: this.#place }, options).catch(ignore);
  }

  /** {@link close} */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    if (this.#state !== "open") {
      return Promise.reject(
        new InvalidRequestError(`${this.path} is closed already`, { field: "handle" }),
      );
    }
    this.#last = this.#last.then(work);
    this.#last.catch(ignore); // whoever wrote hears of it, and whoever closes does
    return this.#last;
  }

  async #send(block: Uint8Array): Promise<void> {
    const request = { handle: this.#handle, data: encodeBase64(block) };
    await this.#service.addBlock(request, this.#options);
    this.#sent += block.length;
  }

  async #verify(): Promise<void> {
    const { file_size } = await this.#service.getStatus({ path: this.#place }, this.#options);
    if (file_size !== undefined && Number(file_size) !== this.#sent) {
      throw new DatabricksError(
        `${this.path} has ${file_size} bytes, but ${this.#sent} were written; write it again`,
      );
    }
  }

  async #takePlace(): Promise<void> {
    const keep = (): void => void (this.#isToStay = true);
    if (this.#place === this.path) return keep();
    const ends = { from: this.#place, to: this.path };
    await replaceFile(this.#service, ends, this.#options, keep);
  }
}

function ignore(): void {}
