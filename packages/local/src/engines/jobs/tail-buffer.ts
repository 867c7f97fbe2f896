/** Keeps the last bytes of an output of any length. */
export class TailBuffer {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #truncated = false;

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** True once bytes were let go. */
  get truncated(): boolean {
    return this.#truncated;
  }

  append(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    for (let first = this.#chunks[0]; first && this.#size > this.#limit; first = this.#chunks[0]) {
      const surplus = this.#size - this.#limit;
      this.#truncated = true;
      this.#size -= Math.min(surplus, first.byteLength);
      if (surplus < first.byteLength) this.#chunks[0] = first.subarray(surplus);
      else this.#chunks.shift();
    }
  }

  /** What is kept, from the first whole character on. */
  bytes(): Buffer {
    const all = Buffer.concat(this.#chunks);
    if (!this.#truncated) return all;
    let start = 0;
    while (start < 3 && ((all[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start += 1;
    return all.subarray(start);
  }
}
