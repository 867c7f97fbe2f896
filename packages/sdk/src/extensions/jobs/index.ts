export { JobRunFailed } from "./job-run-failed.js";
export type { JobRunFailedInit } from "./job-run-failed.js";
export { Jobs } from "./jobs.js";
export type { FailedTask } from "./run-outcome.js";
