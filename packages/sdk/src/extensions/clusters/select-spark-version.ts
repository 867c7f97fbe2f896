import { DatabricksError, type OptionKind } from "../../errors/index.js";
import type { SparkVersion } from "../../services/compute/index.gen.js";

/** Which runtime version is wanted. A flag that is off refuses the versions that have its mark. */
export interface SelectSparkVersionOptions {
  /** Only long-term support versions. Default: false, any version. */
  readonly longTermSupport?: boolean;
  /** Only beta versions. Default: false, none of them. */
  readonly beta?: boolean;
  /** Of several the highest; `false` throws when there are several. Default: true. */
  readonly latest?: boolean;
  /** Machine learning runtimes. Default: false. */
  readonly ml?: boolean;
  /** Genomics runtimes. Default: false. */
  readonly genomics?: boolean;
  /** Runtimes for GPUs; they are machine learning runtimes, too. Default: false. */
  readonly gpu?: boolean;
  /** Runtimes with Photon built in. Default: false. */
  readonly photon?: boolean;
  /** Runtimes for ARM processors. Default: false. */
  readonly graviton?: boolean;
  /** Version of Scala. Default: `2.12`. */
  readonly scala?: string;
  /** Version of Apache Spark, e.g. `3.5.0`. Default: any. */
  readonly sparkVersion?: string;
}

/** The names of all options, to find one that is misspelt. */
export const sparkVersionOptions: Readonly<Record<keyof SelectSparkVersionOptions, OptionKind>> = {
  longTermSupport: "boolean",
  beta: "boolean",
  latest: "boolean",
  ml: "boolean",
  genomics: "boolean",
  gpu: "boolean",
  photon: "boolean",
  graviton: "boolean",
  scala: "string",
  sparkVersion: "string",
};

/**
 * The key of the version that fits, to be used as `spark_version` of a cluster.
 * Throws a {@link DatabricksError} when none does, or several do and `latest` is off.
 */
export function selectSparkVersion(
  versions: readonly SparkVersion[],
  options: SelectSparkVersionOptions = {},
): string {
  const keys = versions.flatMap((version) => {
    const { key = "", name = "" } = version;
    return fits(key, name, options) ? [key] : [];
  });
  const [first, ...others] = keys.sort(highestFirst);
  if (first === undefined) {
    throw new DatabricksError(`spark versions query returned no results for ${asked(options)}`);
  }
  if (others.length > 0 && options.latest === false) {
    throw new DatabricksError(
      `spark versions query returned multiple results for ${asked(options)}: ${keys.join(", ")}`,
    );
  }
  return first;
}

function fits(key: string, name: string, options: SelectSparkVersionOptions): boolean {
  const { scala = "2.12", sparkVersion = "" } = options;
  return (
    key.includes(`-scala${scala}`) &&
    !key.includes("apache-spark-") &&
    key.includes("-ml-") === (options.ml ?? false) &&
    key.includes("-hls-") === (options.genomics ?? false) &&
    key.includes("-gpu-") === (options.gpu ?? false) &&
    key.includes("-photon-") === (options.photon ?? false) &&
    key.includes("-aarch64-") === (options.graviton ?? false) &&
    name.includes("Beta") === (options.beta ?? false) &&
    (options.longTermSupport !== true || name.includes("LTS") || key.includes("-esr-")) &&
    (sparkVersion === "" || name.includes(`Apache Spark ${sparkVersion}`))
  );
}

/** Orders keys such as `15.4.x-scala2.12` by their numbers; `x` counts as 0. */
function highestFirst(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (right[i] ?? 0) - (left[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(key: string): readonly number[] {
  const [version = ""] = key.split("-", 1);
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}

function asked(options: SelectSparkVersionOptions): string {
  return JSON.stringify(options);
}
