import type { HttpBody } from "../../../http/index.js";
import { builtin } from "../../../internal/index.js";
import type { ProgressMeter } from "../progress.js";
import { bytesOf, openContent, type Replayable, sizeOf } from "../../streams/index.js";

/** Content as the body of a request that may be sent several times, counted as it is sent. */
export class MeteredBody {
  readonly size: number;
  readonly #content: Replayable;
  readonly #meter: ProgressMeter;
  #counted = 0;
  #openings = 0;

  constructor(content: Replayable, meter: ProgressMeter) {
    this.size = sizeOf(content);
    this.#content = content;
    this.#meter = meter;
  }

  /** The content from its beginning: a stream where the platform can send one, or else bytes. */
  async body(): Promise<HttpBody> {
    return canSendStreams() ? this.stream() : bytesOf(this.#content);
  }

  /** The content from its beginning. What was counted for an earlier stream is taken back. */
  stream(): ReadableStream<Uint8Array> {
    this.settle(0);
    const opening = ++this.#openings;
    return counted(openContent(this.#content), (bytes) => {
      if (opening === this.#openings) this.settle(this.#counted + bytes);
    });
  }

  /** So much of it has arrived, whatever was sent. */
  settle(bytes: number): void {
    this.#meter.add(bytes - this.#counted);
    this.#counted = bytes;
  }
}

/** Browsers send what is in memory only; where Node's modules are, streams can be sent. */
export function canSendStreams(): boolean {
  return builtin("node:http") !== undefined;
}

/** The same stream, telling of each chunk as it is taken. */
export function counted(
  stream: ReadableStream<Uint8Array>,
  onChunk: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        onChunk(value.length);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
