const smallest = 64 * 1024;

/** Collects the bytes of one part. It grows by doubling, so that small files stay small. */
export class PartBuffer {
  readonly #size: number;
  #memory: Uint8Array = new Uint8Array(0);
  #length = 0;

  /** @param size Bytes that it takes at most. */
  constructor(size: number) {
    this.#size = size;
  }

  get isFull(): boolean {
    return this.#length === this.#size;
  }

  /** What was collected; valid until it is cleared. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length);
  }

  /** Copies as much of a chunk as it still takes, and returns the rest. */
  append(chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, this.#size - this.#length);
    this.#reserve(this.#length + taken.length);
    this.#memory.set(taken, this.#length);
    this.#length += taken.length;
    return chunk.subarray(taken.length);
  }

  /** Forgets what was collected; its memory stays. */
  clear(): void {
    this.#length = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#memory.length) return;
    const doubled = Math.max(length, smallest, this.#memory.length * 2);
    const grown = new Uint8Array(Math.min(this.#size, doubled));
    grown.set(this.bytes);
    this.#memory = grown;
  }
}
