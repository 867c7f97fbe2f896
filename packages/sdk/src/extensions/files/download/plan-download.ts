import { transferDefaults } from "../options.js";
import type { ResolvedSettings } from "../settings.js";
import { type ByteRange, type ClosedRange, gaps, split } from "./byte-range.js";

/** Which requests a download makes. */
export interface DownloadPlan {
  readonly ranges: readonly ByteRange[];
  /** Ranges under way at a time. */
  readonly workers: number;
  /** Bytes of a part, and between two notes of how far it has come. */
  readonly partSize: number;
  /** Bytes to come; `undefined` where the size of the file is not known. */
  readonly left: number | undefined;
}

/** What is decided by; `size` is that of the file, as far as it is known. */
export interface PlanFacts {
  readonly size: number | undefined;
  /** What is there already. */
  readonly done: readonly ClosedRange[];
}

/** Large files come in parts, at the same time; others in one piece, as far as they are missing. */
export function planDownload(settings: ResolvedSettings, facts: PlanFacts): DownloadPlan {
  const { size, done } = facts;
  const { partSize = transferDefaults.partSize } = settings;
  if (size === undefined) return { ranges: [{ start: 0 }], workers: 1, partSize, left: undefined };
  const missing = gaps(done, size);
  const left = missing.reduce((sum, { start, end }) => sum + end - start, 0);
  const isParallel = settings.useParallel && size >= settings.multipartThreshold;
  return isParallel
    ? { ranges: split(missing, partSize), workers: settings.parallelism, partSize, left }
    : { ranges: missing, workers: 1, partSize, left };
}
