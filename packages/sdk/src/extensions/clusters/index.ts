export { Clusters } from "./clusters.js";
export type { SelectNodeTypeOptions } from "./select-node-type.js";
export type { SelectSparkVersionOptions } from "./select-spark-version.js";
