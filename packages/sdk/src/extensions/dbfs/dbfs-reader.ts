import type { CallOptions } from "../../api-client/index.js";
import { InvalidResponseError } from "../../errors/index.js";
import { decodeBase64 } from "../../internal/index.js";
import type { DbfsAPI } from "../../services/files/index.gen.js";
import { blockSize } from "./block-size.js";

/**
 * A DBFS file to read from. Each iteration, and each call of `text` and `bytes`, reads it from its
 * start, one block of at most 1 MiB per request.
 */
export class DbfsReader implements AsyncIterable<Uint8Array>, AsyncDisposable {
  /** Absolute path, without `dbfs:`. */
  readonly path: string;
  /** Bytes, when the file was opened. */
  readonly size: number;
  readonly #service: DbfsAPI;
  readonly #options: CallOptions | undefined;
  #readable: ReadableStream<Uint8Array> | undefined;

  /** Made by `dbfs.open`. */
  constructor(service: DbfsAPI, path: string, size: number, options?: CallOptions) {
    this.#service = service;
    this.path = path;
    this.size = size;
    this.#options = options;
  }

  /** The file as one stream, which requests a block when it is asked for one. */
  get readable(): ReadableStream<Uint8Array> {
    this.#readable ??= streamOf(this[Symbol.asyncIterator]());
    return this.#readable;
  }

  /** Throws an {@link InvalidResponseError} when the file turns out shorter than it was. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    let offset = 0;
    while (offset < this.size) {
      const request = { path: this.path, offset, length: Math.min(blockSize, this.size - offset) };
      const { data = "" } = await this.#service.read(request, this.#options);
      const bytes = decodeBase64(data);
      if (bytes.length === 0) {
        throw new InvalidResponseError(
          `${this.path} ended after ${offset} of ${this.size} bytes; it changed while it was read`,
        );
      }
      offset += bytes.length;
      yield bytes;
    }
  }

  /** The whole file. */
  async bytes(): Promise<Uint8Array> {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for await (const block of this) {
      whole.set(block, at);
      at += block.length;
    }
    return whole;
  }

  /** The whole file as UTF-8 text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Ends {@link readable}; the service holds nothing open for a reader. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#readable?.locked === false) await this.#readable.cancel();
  }
}

function streamOf(blocks: AsyncGenerator<Uint8Array, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await blocks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await blocks.return();
      },
    },
    { highWaterMark: 0 },
  );
}
