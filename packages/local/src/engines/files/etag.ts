import { crc32 } from "node:zlib";

/** Makes the tag of contents from their chunks: the same for the same bytes, whoever sends them. */
export class Etag {
  #sum = 0;
  #size = 0;

  readonly update = (chunk: Uint8Array): void => {
    // Why not a digest: tags tell parts apart, and hashing would take longer than the transfer.
    this.#sum = crc32(chunk, this.#sum);
    this.#size += chunk.byteLength;
  };

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  /** Without the quotes that it has in headers. */
  toString(): string {
    return `${this.#sum.toString(16).padStart(8, "0")}-${this.#size.toString(16)}`;
  }
}
