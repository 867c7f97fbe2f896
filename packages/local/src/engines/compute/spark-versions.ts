/** A Databricks runtime that clusters can be made with. */
export interface SparkVersion {
  readonly key: string;
  readonly name: string;
}

interface Release {
  readonly version: string;
  readonly spark: string;
  readonly scala: readonly string[];
  readonly label?: "Beta" | "LTS";
  /** Flavours that this release does not come in. */
  readonly without?: readonly string[];
}

interface Flavour {
  /** What the key has between version and Scala. */
  readonly key: string;
  readonly name: string;
  readonly suffix: string;
}

const RELEASES: readonly Release[] = [
  { version: "18.1", spark: "4.1.0", scala: ["2.13"], label: "Beta" },
  { version: "18.0", spark: "4.1.0", scala: ["2.13"] },
  { version: "17.3", spark: "4.0.0", scala: ["2.13"], label: "LTS" },
  { version: "17.2", spark: "4.0.0", scala: ["2.13"] },
  { version: "17.1", spark: "4.0.0", scala: ["2.13"] },
  { version: "17.0", spark: "4.0.0", scala: ["2.13"] },
  { version: "16.4", spark: "3.5.2", scala: ["2.12", "2.13"], label: "LTS" },
  { version: "16.3", spark: "3.5.2", scala: ["2.12"] },
  { version: "16.2", spark: "3.5.2", scala: ["2.12"] },
  { version: "16.1", spark: "3.5.0", scala: ["2.12"] },
  { version: "16.0", spark: "3.5.0", scala: ["2.12"] },
  { version: "15.4", spark: "3.5.0", scala: ["2.12"], label: "LTS" },
  { version: "14.3", spark: "3.5.0", scala: ["2.12"], label: "LTS" },
  { version: "13.3", spark: "3.4.1", scala: ["2.12"], label: "LTS" },
  { version: "12.2", spark: "3.3.2", scala: ["2.12"], label: "LTS" },
  { version: "11.3", spark: "3.3.0", scala: ["2.12"], label: "LTS" },
  { version: "10.4", spark: "3.2.1", scala: ["2.12"], label: "LTS" },
  { version: "9.1", spark: "3.1.2", scala: ["2.12"], label: "LTS" },
  {
    version: "7.3",
    spark: "3.0.1",
    scala: ["2.12"],
    label: "LTS",
    without: ["photon", "aarch64"],
  },
];

const FLAVOURS: readonly Flavour[] = [
  { key: "", name: "", suffix: "" },
  { key: "photon", name: "Photon", suffix: "" },
  { key: "aarch64", name: "aarch64", suffix: "" },
  { key: "cpu-ml", name: "ML", suffix: "" },
  { key: "gpu-ml", name: "ML", suffix: ", GPU" },
];

/** All runtimes, newest first. Keys are those of the platform, e.g. `16.4.x-gpu-ml-scala2.12`. */
export const SPARK_VERSIONS: readonly SparkVersion[] = [
  ...RELEASES.flatMap(versionsOf),
  {
    key: "7.3.x-hls-scala2.12",
    name: "7.3 LTS Genomics (includes Apache Spark 3.0.1, Scala 2.12)",
  },
  {
    key: "apache-spark-2.4.x-esr-scala2.11",
    name: "Light 2.4 Extended Support (includes Apache Spark 2.4, Scala 2.11)",
  },
];

const KEYS: ReadonlySet<string> = new Set(SPARK_VERSIONS.map(({ key }) => key));

/** Whether clusters can be made with that runtime; images of one's own (`custom:...`) can. */
export function isSparkVersion(key: string): boolean {
  return KEYS.has(key) || /^custom:.+/.test(key);
}

function versionsOf(release: Release): SparkVersion[] {
  const flavours = FLAVOURS.filter(({ key }) => !release.without?.includes(key));
  return release.scala.flatMap((scala) =>
    flavours.map(({ key, name, suffix }) => ({
      key: [`${release.version}.x`, key, `scala${scala}`].filter(Boolean).join("-"),
      name:
        [release.version, release.label, name].filter(Boolean).join(" ") +
        ` (includes Apache Spark ${release.spark}${suffix}, Scala ${scala})`,
    })),
  );
}
