import type { CallOptions } from "../../../api-client/index.js";
import type { ProgressMeter } from "../progress.js";
import type { Transfer } from "../transfer.js";
import type { Parts } from "./parts.js";
import type { UploadCalls } from "./upload-calls.js";

/** One upload under way. */
export interface UploadJob {
  readonly transfer: Transfer;
  readonly calls: UploadCalls;
  readonly parts: Parts;
  readonly meter: ProgressMeter;
  readonly overwrite: boolean;
}

/** How long giving an upload up may take before it is left to the service to forget it. */
const cleaningTime = 10_000;

/** What an upload is given up with: its own signal may be what ends it. */
export function cleaning({ transfer }: UploadJob): {
  readonly transfer: Transfer;
  readonly call: CallOptions;
} {
  const signal = AbortSignal.timeout(cleaningTime);
  return { transfer: { ...transfer, signal }, call: { ...transfer.call, signal } };
}

/** Gives an upload up, which changes nothing about why: that it failed is only logged. */
export async function giveUp(job: UploadJob, abort: () => Promise<void>): Promise<void> {
  try {
    await abort();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "no reason given";
    job.transfer.api.runtime.logger?.warn(
      `the upload to ${job.transfer.path} could not be given up in storage: ${reason}`,
    );
  }
}
