import type { Checksum } from "../checksum.js";
import { openContent, type Replayable, sizeOf, sliceOf } from "../../streams/index.js";
import type { Part, Parts } from "./parts.js";

/** What {@link SlicedParts} are made from. */
export interface SlicedPartsOptions {
  readonly partSize: number;
  readonly checksum: Checksum | undefined;
  /** Ends computing the checksum. */
  readonly signal: AbortSignal;
}

/** The parts of content that can be read again: none of them is kept in memory. */
export class SlicedParts implements Parts {
  readonly total: number;
  readonly partSize: number;
  readonly #content: Replayable;
  readonly #hash: Promise<string> | undefined;
  #number = 0;

  constructor(content: Replayable, { partSize, checksum, signal }: SlicedPartsOptions) {
    this.#content = content;
    this.total = sizeOf(content);
    this.partSize = partSize;
    if (checksum === undefined) return;
    this.#hash = hash(content, checksum, signal);
    this.#hash.catch(() => undefined); // whoever asks for it hears of it
  }

  async next(): Promise<Part | undefined> {
    const offset = this.#number * this.partSize;
    if (offset >= this.total && this.#number > 0) return undefined;
    this.#number++;
    const end = Math.min(this.total, offset + this.partSize);
    return {
      number: this.#number,
      offset,
      content: sliceOf(this.#content, offset, end),
      size: end - offset,
      isLast: end === this.total,
      release() {},
    };
  }

  whole(): Replayable {
    return this.#content;
  }

  async checksum(): Promise<string | undefined> {
    return this.#hash;
  }
}

/** Reads the content once more, in order, while its parts are sent in whichever. */
async function hash(content: Replayable, checksum: Checksum, signal: AbortSignal): Promise<string> {
  const reader = openContent(content).getReader();
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return checksum.digest();
      checksum.update(value);
    }
  } finally {
    await reader.cancel(); // does nothing to a stream that has ended
  }
}
