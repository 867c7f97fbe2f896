import { InvalidRequestError } from "../../../errors/index.js";
import { raceSignal } from "../../../internal/index.js";
import { type ChunkReader, piecesOf, type Replayable } from "../../streams/index.js";
import type { Checksum } from "../checksum.js";
import { PartBuffer } from "./part-buffer.js";
import type { Part, Parts } from "./parts.js";

/** A part that is kept in memory. */
interface BufferedPart extends Part {
  readonly content: Uint8Array;
}

/** What {@link BufferedParts} are made from. */
export interface BufferedPartsOptions {
  readonly partSize: number;
  /** Bytes that the source is said to give. */
  readonly total: number | undefined;
  readonly checksum: Checksum | undefined;
  /** Ends waiting for a source that gives nothing. */
  readonly signal: AbortSignal;
}

/**
 * The parts of a source that can be read once. Each is kept in memory until it is sent, so that it
 * can be sent again; one more is read meanwhile. Their memory is used again.
 */
export class BufferedParts implements Parts {
  readonly total: number | undefined;
  readonly partSize: number;
  readonly #source: ChunkReader;
  readonly #checksum: Checksum | undefined;
  readonly #signal: AbortSignal;
  readonly #free: PartBuffer[] = [];
  /** What the source gave beyond the parts so far. */
  #rest: Uint8Array | undefined;
  #read = 0;
  #number = 0;
  /** The part after the one taken last, on its way. */
  #ahead: Promise<BufferedPart | undefined> | undefined;

  constructor(source: ChunkReader, options: BufferedPartsOptions) {
    this.#source = source;
    this.partSize = options.partSize;
    this.total = options.total;
    this.#checksum = options.checksum;
    this.#signal = options.signal;
  }

  next(): Promise<BufferedPart | undefined> {
    const part = this.#ahead ?? this.#fill();
    this.#ahead = part.then((taken) => (taken?.isLast === false ? this.#fill() : undefined));
    this.#ahead.catch(() => undefined); // whoever takes it hears of it
    return part;
  }

  whole(first: BufferedPart): Replayable | ReadableStream<Uint8Array> {
    if (first.isLast) return first.content;
    const chunks = this.#chunksFrom(first);
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await chunks.next();
          if (done === true) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await chunks.return();
        },
      },
      { highWaterMark: 0 },
    );
  }

  async checksum(): Promise<string | undefined> {
    return this.#checksum?.digest();
  }

  async *#chunksFrom(first: BufferedPart): AsyncGenerator<Uint8Array, void> {
    for (let part: BufferedPart | undefined = first; part !== undefined; part = await this.next()) {
      // Its memory is not used again: it may still be on its way when the next chunk is asked for.
      yield* piecesOf(part.content);
    }
  }

  async #fill(): Promise<BufferedPart> {
    const buffer = this.#free.pop() ?? new PartBuffer(this.partSize);
    const offset = this.#read;
    let chunk = this.#rest ?? (await this.#readChunk());
    while (chunk !== undefined && !buffer.isFull) {
      const rest = buffer.append(chunk);
      chunk = rest.length > 0 ? rest : await this.#readChunk();
    }
    this.#rest = chunk;
    const isLast = chunk === undefined;
    const content = buffer.bytes;
    this.#read += content.length;
    this.#number++;
    this.#expectTotal(isLast);
    const release = (): void => {
      buffer.clear();
      this.#free.push(buffer);
    };
    return { number: this.#number, offset, content, size: content.length, isLast, release };
  }

  /** The next chunk that is not empty. */
  async #readChunk(): Promise<Uint8Array | undefined> {
    let chunk: Uint8Array | undefined;
    do {
      this.#signal.throwIfAborted();
      chunk = await raceSignal(this.#source.read(), this.#signal);
    } while (chunk?.length === 0);
    if (chunk !== undefined) this.#checksum?.update(chunk);
    return chunk;
  }

  #expectTotal(isLast: boolean): void {
    const { total = isLast ? this.#read : Infinity } = this;
    if (isLast ? this.#read === total : this.#read <= total) return;
    const gave = `${isLast ? "" : "at least "}${this.#read} bytes`;
    throw new InvalidRequestError(`the source gave ${gave}, but contentLength is ${total}`, {
      field: "contentLength",
    });
  }
}
