/** Opens the bytes from `start` up to `end`, anew for each call. */
export type OpenRange = (start: number, end: number) => ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * A `Blob` whose bytes are made when they are read. Why a `Blob`: it is what the platforms and the
 * SDK know as content of a known size that can be read again, so a request with it can be repeated.
 */
export class LazyBlob extends Blob {
  readonly #start: number;
  readonly #end: number;
  readonly #open: OpenRange;

  /** The bytes from `start` up to `end` of what `open` opens. */
  constructor(open: OpenRange, start: number, end: number) {
    super();
    this.#open = open;
    this.#start = start;
    this.#end = end;
  }

  override get size(): number {
    return this.#end - this.#start;
  }

  override slice(start = 0, end: number = this.size): Blob {
    const from = clamp(start, this.size);
    const to = Math.max(from, clamp(end, this.size));
    return new LazyBlob(this.#open, this.#start + from, this.#start + to);
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#open(this.#start, this.#end);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.stream()).arrayBuffer();
  }

  override text(): Promise<string> {
    return new Response(this.stream()).text();
  }
}

/** As `Blob.slice` counts: a negative number from the end. */
function clamp(position: number, size: number): number {
  return position < 0 ? Math.max(0, size + position) : Math.min(position, size);
}
