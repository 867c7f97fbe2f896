import type { ServiceClient } from "../../../api-client/index.js";
import { checkTarget, TargetFile } from "../../local-files/index.js";
import { expectLocalTransfers } from "../local-transfers.js";
import { ProgressMeter, watching } from "../progress.js";
import { runTransfer, type Transfer } from "../transfer.js";
import type { ClosedRange } from "./byte-range.js";
import { fetchRanges } from "./fetch-ranges.js";
import { fileChecksum } from "./file-checksum.js";
import type { FileSource } from "./file-source.js";
import type { FileVersion } from "./file-version.js";
import type { DownloadResult, DownloadToOptions } from "./options.js";
import { planDownload } from "./plan-download.js";
import { ResumeLog } from "./resume-log.js";
import { sourceOf } from "./source-of.js";

/**
 * See {@link Files.downloadTo}.
 *
 * @param listed Bytes of the file as a list says, which saves asking for those of a small one.
 */
export async function downloadTo(
  api: ServiceClient,
  path: string,
  localPath: string,
  options: DownloadToOptions,
  listed?: number,
): Promise<DownloadResult> {
  const { overwrite = false, resume = false } = options;
  expectLocalTransfers(api, "files.downloadTo", "files.download and write its contents");
  await checkTarget(localPath, overwrite);
  return runTransfer(api, path, options, async (transfer) => {
    const source = sourceOf(transfer);
    const isSmall = listed !== undefined && listed < transfer.settings.multipartThreshold;
    const version = isSmall && !resume ? {} : await source.stat();
    const { target, log, done } = await openTarget(localPath, transfer.path, version, resume);
    try {
      const result = await fetchAll(transfer, { source, version, target, log, done }, options);
      await target.commit(result.bytes, overwrite);
      return result;
    } catch (error) {
      await (log === undefined ? target.discard() : target.keep());
      throw error;
    }
  });
}

interface Work {
  readonly source: FileSource;
  readonly version: FileVersion;
  readonly target: TargetFile;
  readonly log: ResumeLog | undefined;
  /** What is in the target already. */
  readonly done: readonly ClosedRange[];
}

/** Where the time of modification is not known, nobody could tell later whether the rest fits. */
async function openTarget(
  localPath: string,
  path: string,
  { size, lastModified }: FileVersion,
  resume: boolean,
): Promise<Pick<Work, "target" | "log" | "done">> {
  if (!resume || size === undefined || lastModified === undefined) {
    return { target: await TargetFile.create(localPath), log: undefined, done: [] };
  }
  const target = await TargetFile.reopen(localPath);
  return { target, ...(await ResumeLog.open(target, { path, size, lastModified })) };
}

async function fetchAll(
  { api, settings, signal, abort }: Transfer,
  { source, version, target, log, done }: Work,
  { checksum, onProgress }: DownloadToOptions,
): Promise<DownloadResult> {
  const { size } = version;
  const plan = planDownload(settings, { size, done });
  const resumed = (size ?? 0) - (plan.left ?? 0);
  const { clock } = api.runtime;
  const report = watching(onProgress, abort);
  const meter = new ProgressMeter({ clock, total: size, done: resumed, onProgress: report });
  const reached = await fetchRanges(plan.ranges, plan.workers, {
    source,
    version,
    signal,
    abort,
    write: (chunks, position) => target.write(chunks, position),
    onBytes: (count) => meter.add(count),
    onStored: log && ((range) => log.add(range)),
    checkpoint: plan.partSize,
  });
  const bytes = size ?? reached;
  const hash = checksum && (await fileChecksum(target, checksum, bytes, signal));
  meter.finish();
  signal.throwIfAborted(); // the last report may have been what its caller ends it with
  return { bytes, resumed, ...(hash === undefined ? undefined : { checksum: hash }) };
}
