import { chunksOf } from "../streams/index.js";

/**
 * An object of the workspace tree that is being read, once: as a stream, chunk by chunk, or whole.
 * One that is not read to its end keeps its connection until it is disposed of.
 */
export class WorkspaceDownload implements AsyncIterable<Uint8Array>, AsyncDisposable {
  /** The bytes as they arrive. */
  readonly contents: ReadableStream<Uint8Array>;

  /** Made by `workspace.download`. */
  constructor(contents: ReadableStream<Uint8Array>) {
    this.contents = contents;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void> {
    return chunksOf(this.contents);
  }

  /** All of it. */
  async bytes(): Promise<Uint8Array> {
    const chunks: BlobPart[] = [];
    for await (const chunk of this) chunks.push(chunk as BlobPart);
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }

  /** All of it, as UTF-8 text. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Ends reading. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.contents.locked) await this.contents.cancel();
  }
}
