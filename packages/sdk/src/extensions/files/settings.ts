import { InvalidRequestError } from "../../errors/index.js";
import type { OptionKinds } from "../arguments/index.js";
import { transferDefaults, type TransferSettings } from "./options.js";

/** The settings of one transfer, none of them open but the part size. */
export interface ResolvedSettings extends Required<Omit<TransferSettings, "partSize">> {
  /** As the caller said; `undefined` where the size of the file decides. */
  readonly partSize: number | undefined;
}

const largestPart = 4 * 1024 ** 3;
/** Storage allows days; what is far beyond has no date any more. */
const longestLifetime = 365 * 24 * 60 * 60 * 1000;

/** What the options of a transfer may be, beside numbers. */
export const transferKinds: OptionKinds = {
  onProgress: "function",
  overwrite: "boolean",
  resume: "boolean",
  storageProxy: "boolean",
  useParallel: "boolean",
};

/** What the options of a tree's transfer may be, beside numbers. */
export const treeKinds: OptionKinds = {
  ...transferKinds,
  filter: "function",
  overwrite: [true, false, "skip"],
};

/** What a client's settings and a call's options say together. */
export function mergeSettings<T extends TransferSettings>(
  settings: TransferSettings,
  options: T | undefined,
): TransferSettings & T {
  const usual = options?.useParallel === false ? { ...settings, parallelism: undefined } : settings;
  return { ...usual, ...options } as TransferSettings & T;
}

/** Settings with their defaults. Throws an {@link InvalidRequestError} naming what makes no sense. */
export function resolveSettings(given: TransferSettings): ResolvedSettings {
  const { parallelism, partSize } = given;
  const settings = { ...transferDefaults, ...defined(given), partSize };
  if (!settings.useParallel && parallelism !== undefined) {
    throw invalid("parallelism", "makes no sense with useParallel: false, leave one of them out");
  }
  checkInteger("parallelism", settings.parallelism, 1, 64);
  if (partSize !== undefined) checkInteger("partSize", partSize, 1, largestPart);
  checkInteger("multipartThreshold", settings.multipartThreshold, 0, Number.MAX_SAFE_INTEGER);
  checkInteger("urlLifetime", settings.urlLifetime, 1, longestLifetime);
  checkInteger("stallTimeout", settings.stallTimeout, 0, 2 ** 31 - 1);
  return settings.useParallel ? settings : { ...settings, parallelism: 1 };
}

/** Options that are `undefined` are as good as left out. */
function defined(given: TransferSettings): TransferSettings {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function checkInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalid(name, `is ${value}: give an integer from ${least} to ${most}`);
}

function invalid(name: string, problem: string): InvalidRequestError {
  return new InvalidRequestError(`the option ${name} ${problem}`, { field: name });
}
