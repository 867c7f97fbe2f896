export { Clusters } from "./clusters/index.js";
export type { SelectNodeTypeOptions, SelectSparkVersionOptions } from "./clusters/index.js";
export { Dbfs, DbfsReader, DbfsWriter } from "./dbfs/index.js";
export type { DbfsSource, OpenToRead, OpenToWrite } from "./dbfs/index.js";
export { JobRunFailed, Jobs } from "./jobs/index.js";
export type { FailedTask, JobRunFailedInit } from "./jobs/index.js";
