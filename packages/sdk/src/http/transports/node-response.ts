import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { HttpResponse } from "../types.js";

/** Bytes that may wait in a stream's queue for their consumer. */
const queuedBytes = 256 * 1024;
/** A longer body is cheaper to cut off, with its connection, than to read to its end. */
const worthReading = 64 * 1024;

/** What a body's reader tells the exchange that it belongs to. */
export interface Reading {
  /** Whether the consumer waits for bytes: only then does silence count against the server. */
  wait(waiting: boolean): void;
  /** The body was read to its end. */
  end(): void;
  /** Ends the exchange and closes its connection. */
  cancel(): void;
}

/** A response of `node:http`. */
export class NodeResponse implements HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #source: Readable;
  readonly #reading: Reading;
  #failure: unknown;
  #reject: ((error: unknown) => void) | undefined;

  /** @param source The body without its content coding: the message itself, or what decodes it. */
  constructor(message: IncomingMessage, source: Readable, reading: Reading) {
    this.status = message.statusCode ?? 0;
    this.statusText = message.statusMessage ?? "";
    this.headers = joined(message.headers);
    this.#source = source;
    this.#reading = reading;
  }

  /** Ends reading, now or as soon as it begins. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.#reject?.(error);
  }

  text(): Promise<string> {
    return new Promise((resolve, reject) => {
      if (!this.#begin(reject)) return;
      const chunks: Buffer[] = [];
      this.#source.on("data", (chunk: Buffer) => chunks.push(chunk));
      this.#source.on("end", () => {
        this.#reading.end();
        const text = textOf(chunks);
        resolve(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
      });
    });
  }

  stream(): ReadableStream<Uint8Array> {
    const source = this.#source;
    const reading = this.#reading;
    let cancelled = false;
    const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      if (!this.#begin((error) => controller.error(error))) return;
      source.pause();
      source.on("data", (chunk: Buffer) => {
        controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        if ((controller.desiredSize ?? 0) > 0) return;
        source.pause();
        reading.wait(false);
      });
      source.once("end", () => {
        reading.end();
        // A body that had come whole ends once more after its stream was cancelled.
        if (!cancelled && this.#failure === undefined) controller.close();
      });
    };
    const pull = (): void => {
      reading.wait(true);
      source.resume();
    };
    const cancel = (): void => {
      cancelled = true;
      reading.cancel();
    };
    const queue = new ByteLengthQueuingStrategy({ highWaterMark: queuedBytes });
    return new ReadableStream<Uint8Array>({ start, pull, cancel }, queue);
  }

  discard(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#begin(() => resolve())) return;
      let read = 0;
      this.#source.on("data", (chunk: Buffer) => {
        read += chunk.length;
        if (read <= worthReading) return;
        this.#reading.cancel();
        resolve();
      });
      this.#source.on("end", () => {
        this.#reading.end();
        resolve();
      });
    });
  }

  #begin(reject: (error: unknown) => void): boolean {
    if (this.#reject !== undefined) {
      reject(new TypeError("the body of a response can be read once"));
      return false;
    }
    this.#reject = reject;
    if (this.#failure !== undefined) reject(this.#failure);
    else this.#reading.wait(true);
    return this.#failure === undefined;
  }
}

/** Most bodies are one chunk, and then nothing is copied. */
function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  const whole = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
  return whole.toString("utf8");
}

/** Node has joined repeated headers already, all but this one. */
function joined(headers: IncomingMessage["headers"]): Readonly<Record<string, string>> {
  const cookies = headers["set-cookie"];
  const all = cookies === undefined ? headers : { ...headers, "set-cookie": cookies.join(", ") };
  return all as Readonly<Record<string, string>>; // without that one, all values are strings
}
