/** Collects chunks of any size and hands them out in blocks that the API takes. */
export class BlockBuffer {
  readonly #size: number;
  #block: Uint8Array = new Uint8Array(0);
  #length = 0;

  /** @param size Bytes of a block. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Takes a chunk; yields every block that is full. The blocks are only valid until the next. */
  *add(chunk: Uint8Array): Generator<Uint8Array, void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#length === 0 && rest.length >= this.#size) {
        yield rest.subarray(0, this.#size);
        rest = rest.subarray(this.#size);
        continue;
      }
      const taken = rest.subarray(0, this.#size - this.#length);
      this.#reserve(this.#length + taken.length);
      this.#block.set(taken, this.#length);
      this.#length += taken.length;
      rest = rest.subarray(taken.length);
      if (this.#length === this.#size) yield this.take();
    }
  }

  /** What is left, which may be nothing. */
  take(): Uint8Array {
    const block = this.#block.subarray(0, this.#length);
    this.#length = 0;
    return block;
  }

  /** Grows by doubling, so that small files stay small. */
  #reserve(length: number): void {
    if (length <= this.#block.length) return;
    const grown = new Uint8Array(Math.min(this.#size, Math.max(length, this.#block.length * 2)));
    grown.set(this.#block.subarray(0, this.#length));
    this.#block = grown;
  }
}
