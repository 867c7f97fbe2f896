import type { Replayable } from "./source.js";

const pieceSize = 256 * 1024;

/** Bytes in pieces small enough to be sent one at a time. Nothing is copied. */
export function* piecesOf(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
}

/** A stream of content that can be read again. */
export function openContent(content: Replayable): ReadableStream<Uint8Array> {
  if (content instanceof Blob) return content.stream();
  const pieces = piecesOf(content);
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

/** All bytes of content, for platforms that can't send a stream. */
export async function bytesOf(content: Replayable): Promise<Uint8Array> {
  return content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
}
