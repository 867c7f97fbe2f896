import type { ClientRequest } from "node:http";

/** What sending tells the exchange that it belongs to. */
export interface Sending {
  /** Whether the server is waited for: not while a stream has nothing to send. */
  wait(waiting: boolean): void;
  /** The stream to send broke; its own error is handed on unchanged. */
  fail(error: unknown): void;
}

/** Writes a stream and ends the request; reads no faster than the server takes it. */
export function sendStream(
  outgoing: ClientRequest,
  body: ReadableStream<Uint8Array>,
  sending: Sending,
): void {
  const reader = body.getReader();
  // Whatever ends the request early, the source of the stream is told.
  outgoing.once("close", () => void reader.cancel().catch(() => undefined));
  pump(outgoing, reader, sending).catch((error: unknown) => sending.fail(error));
}

async function pump(
  outgoing: ClientRequest,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  sending: Sending,
): Promise<void> {
  for (;;) {
    sending.wait(false);
    const { done, value } = await reader.read();
    if (outgoing.destroyed) return;
    sending.wait(true);
    if (done) {
      outgoing.end();
      return;
    }
    if (!outgoing.write(value)) await drained(outgoing);
  }
}

function drained(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const onDone = (): void => {
      outgoing.off("drain", onDone);
      outgoing.off("close", onDone);
      resolve();
    };
    outgoing.on("drain", onDone);
    outgoing.on("close", onDone);
  });
}
