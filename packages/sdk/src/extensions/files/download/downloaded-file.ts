import { InvalidRequestError } from "../../../errors/index.js";
import type { DownloadResponse } from "../../../services/files/index.gen.js";
import { chunksOf, collect } from "../../streams/index.js";

/** What a {@link DownloadedFile} is made of. */
export interface DownloadedFileInit extends DownloadResponse {
  readonly "content-length": number | undefined;
  /** The hash of the contents, once they were read. */
  readonly checksum: () => string | undefined;
}

/**
 * A file, or a range of one, whose contents come as they are read: as a stream, piece by piece with
 * `for await`, or whole with `bytes` and `text`; once, and in one of these ways. Made by
 * `files.download`.
 */
export class DownloadedFile
  implements DownloadResponse, AsyncIterable<Uint8Array>, AsyncDisposable
{
  /** Nothing is read ahead of who reads it, but for what is on the connection. */
  readonly contents: ReadableStream<Uint8Array>;
  /** Bytes of the contents, where the service says. */
  readonly "content-length": number | undefined;
  readonly "content-type": string | undefined;
  /** When the file was changed last, as HTTP writes dates. */
  readonly "last-modified": string | undefined;
  readonly #checksum: () => string | undefined;

  constructor(init: DownloadedFileInit) {
    this.contents = init.contents;
    this["content-length"] = init["content-length"];
    this["content-type"] = init["content-type"];
    this["last-modified"] = init["last-modified"];
    this.#checksum = init.checksum;
  }

  /**
   * The hash in hexadecimal that the option `checksum` asked for; `undefined` without it, and until
   * the contents have been read to their end.
   */
  get checksum(): string | undefined {
    return this.#checksum();
  }

  /**
   * The contents, piece by piece. Leaving the loop gives up the rest.
   * Throws an {@link InvalidRequestError} when they are being read, or have been.
   */
  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    if (this.contents.locked) {
      const message = "the contents of a file can be read once: call files.download again";
      throw new InvalidRequestError(message, { field: "contents" });
    }
    return chunksOf(this.contents);
  }

  /** All of the contents. */
  bytes(): Promise<Uint8Array> {
    return collect(this);
  }

  /** All of the contents as UTF-8 text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Gives up what has not been read. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.contents.locked) await this.contents.cancel();
  }
}
