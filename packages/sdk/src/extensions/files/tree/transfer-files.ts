import type { CallOptions } from "../../../api-client/index.js";
import { InvalidRequestError } from "../../../errors/index.js";
import { mapConcurrently } from "../../../internal/index.js";
import type { TransferSettings } from "../options.js";
import { ProgressMeter, type TransferProgress, watching } from "../progress.js";
import type { Transfer } from "../transfer.js";
import type { TreeEntry, TreeOptions, TreeProgress, TreeResult } from "./options.js";
import { TreeTransferFailed } from "./tree-transfer-failed.js";

/** The files of a tree, told apart. */
export interface TreePlan {
  readonly files: readonly TreeEntry[];
  /** Files that are there already and stay as they are. */
  readonly skipped: number;
}

/** What each file is transferred with. */
export type FileOptions = CallOptions &
  TransferSettings & { readonly onProgress?: (progress: TransferProgress) => void };

/** Transfers one file. */
export type TransferFile = (
  file: TreeEntry,
  options: FileOptions,
) => Promise<{ readonly bytes: number }>;

/** The option `concurrency`. Throws an {@link InvalidRequestError} when it makes no sense. */
export function concurrencyOf({ concurrency = 4 }: TreeOptions): number {
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 64) return concurrency;
  const message = `the option concurrency is ${concurrency}: give an integer from 1 to 64`;
  throw new InvalidRequestError(message, { field: "concurrency" });
}

/**
 * Transfers files, so many at a time; the first that fails ends all.
 * Throws a {@link TreeTransferFailed}, or the reason of the signal.
 */
export async function transferFiles(
  transfer: Transfer,
  { files, skipped }: TreePlan,
  options: TreeOptions,
  transferFile: TransferFile,
): Promise<TreeResult> {
  const { call, signal } = transfer;
  const onProgress = watching(options.onProgress, transfer.abort);
  const settings = settingsOf(options);
  const report = onProgress && reporter(transfer, { files, skipped }, onProgress);
  const result = { files: 0, skipped, bytes: 0 };
  const work = async (file: TreeEntry): Promise<void> => {
    try {
      const watch = report?.(file);
      const progress = watch && { onProgress: watch.moved };
      const { bytes } = await transferFile(file, { ...settings, ...call, ...progress });
      result.files++;
      result.bytes += bytes;
      watch?.done();
    } catch (error) {
      signal.throwIfAborted();
      // Not a copy: what is under way may yet be complete when this is told.
      throw new TreeTransferFailed({ path: file.path, result, cause: error });
    }
  };
  await mapConcurrently(files, concurrencyOf(options), work, transfer.abort);
  return result;
}

/** What holds for each file as it does for all of them: not the time, and not what is told. */
function settingsOf(
  options: TreeOptions,
): TransferSettings & Pick<CallOptions, "headers" | "retry"> {
  const { onProgress: _told, timeout: _time, signal: _signal, ...others } = options;
  const { filter: _filter, overwrite: _overwrite, concurrency: _many, ...settings } = others;
  return settings;
}

interface Watch {
  readonly moved: (progress: TransferProgress) => void;
  readonly done: () => void;
}

/** Adds up what each file reports. */
function reporter(
  { api }: Transfer,
  { files, skipped }: TreePlan,
  onProgress: (progress: TreeProgress) => void,
): (file: TreeEntry) => Watch {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let file: TreeProgress["file"] = { path: "", bytes: 0, total: 0 };
  let done = skipped;
  const totalFiles = files.length + skipped;
  const meter = new ProgressMeter({
    clock: api.runtime.clock,
    total,
    onProgress: (all) => onProgress({ ...all, total, files: done, totalFiles, file }),
  });
  return ({ path, size }) => {
    let moved = 0;
    return {
      moved({ bytes }) {
        file = { path, bytes, total: size };
        meter.add(bytes - moved);
        moved = bytes;
      },
      done() {
        done++;
        file = { path, bytes: moved, total: size };
        meter.finish();
      },
    };
  };
}
