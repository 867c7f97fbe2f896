export { JobRunFailed } from "./job-run-failed.js";
export type { JobRunFailedInit } from "./job-run-failed.js";
export { Jobs } from "./jobs.js";
export type { RepairFailedRun } from "./jobs.js";
export type { FailedTask } from "./run-outcome.js";
export type { RunWaiter } from "./run-waiter.js";
export type { TaskOutput } from "./task-outputs.js";
