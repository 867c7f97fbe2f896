import { SPARK_VERSIONS } from "../engines/compute/index.js";

const ALIAS = /^auto:(latest|prev|prev-major)(-lts)?(-gpu-ml|-ml)?$/;

const FLAVOURS: Readonly<Record<string, RegExp>> = {
  "": /\.x-scala/,
  "-ml": /\.x-cpu-ml-/,
  "-gpu-ml": /\.x-gpu-ml-/,
};

/** The runtime that an alias of cluster policies stands for: `auto:latest-lts`. */
export function runtimeOf(alias: string): string | undefined {
  const [, which, lts, flavour = ""] = ALIAS.exec(alias) ?? [];
  const keys = SPARK_VERSIONS.filter(({ key, name }) => {
    if (FLAVOURS[flavour]?.test(key) !== true || name.includes("Beta")) return false;
    return lts === undefined || name.includes("LTS");
  }).map(({ key }) => key);
  const [latest] = keys;
  if (which === undefined || latest === undefined) return undefined;
  if (which === "latest") return latest;
  const sameness = which === "prev" ? versionOf : majorOf;
  return keys.find((key) => sameness(key) !== sameness(latest));
}

function versionOf(key: string): string {
  return key.slice(0, key.indexOf(".x-"));
}

function majorOf(key: string): string {
  return key.slice(0, key.indexOf("."));
}
