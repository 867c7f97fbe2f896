import type { ServiceClient } from "../../../api-client/index.js";
import { createChecksum } from "../checksum.js";
import { ProgressMeter, watching } from "../progress.js";
import { runTransfer, type Transfer } from "../transfer.js";
import { checkedRange } from "./byte-range.js";
import { DownloadedFile } from "./downloaded-file.js";
import type { DownloadOptions } from "./options.js";
import { ResumableReader } from "./resumable-reader.js";
import { sourceOf } from "./source-of.js";

/** See {@link Files.download}. */
export function download(
  api: ServiceClient,
  path: string,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  return new Promise((resolve, reject) => {
    // The transfer goes on after the promise is kept: until the contents have been read.
    runTransfer(api, path, options, (transfer) => serve(transfer, options, resolve)).catch(reject);
  });
}

async function serve(
  transfer: Transfer,
  options: DownloadOptions,
  ready: (file: DownloadedFile) => void,
): Promise<void> {
  const checksum = options.checksum && createChecksum(options.checksum);
  const range = checkedRange(options);
  const reader = new ResumableReader(sourceOf(transfer), { range, signal: transfer.signal });
  const answer = await reader.open();
  const length = reader.end === undefined ? undefined : Math.max(0, reader.end - range.start);
  const { clock } = transfer.api.runtime;
  const onProgress = watching(options.onProgress, transfer.abort);
  const meter = new ProgressMeter({ clock, total: length, onProgress });
  let digest: string | undefined;
  const contents = pullThrough(reader, {
    onChunk(chunk) {
      checksum?.update(chunk);
      meter.add(chunk.length);
    },
    onEnd() {
      digest = checksum?.digest();
      meter.finish();
    },
    onCancel: transfer.abort,
  });
  ready(
    new DownloadedFile({
      contents: contents.stream,
      "content-length": length,
      "content-type": answer?.contentType,
      "last-modified": answer?.version.lastModified,
      checksum: () => digest,
    }),
  );
  await contents.settled;
}

interface Watcher {
  onChunk(chunk: Uint8Array): void;
  onEnd(): void;
  onCancel(reason: unknown): void;
}

/** A stream that reads when it is read, and a promise that is kept when that is over. */
function pullThrough(
  reader: ResumableReader,
  { onChunk, onEnd, onCancel }: Watcher,
): { readonly stream: ReadableStream<Uint8Array>; readonly settled: Promise<void> } {
  let settle: () => void;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await reader.read();
          if (chunk === undefined) onEnd();
          else onChunk(chunk);
          if (chunk !== undefined) return controller.enqueue(chunk);
          controller.close();
        } catch (error) {
          await reader.close();
          controller.error(error);
        }
        settle();
      },
      async cancel(reason) {
        onCancel(reason);
        await reader.close();
        settle();
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, settled };
}
