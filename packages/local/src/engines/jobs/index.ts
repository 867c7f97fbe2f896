export type { Job } from "./job-definitions.js";
export { JobsEngine, type JobsOptions } from "./jobs-engine.js";
export type { RunNowRequest, SubmitRequest } from "./new-run.js";
export { noJob, noRun } from "./job-errors.js";
export { ARRAY_PAGE, arrayOffset, pageArrays, type Page } from "./paging.js";
export type {
  ClustersPort,
  EnvironmentSpec,
  JobsPorts,
  LibrariesPort,
  Notebook,
  Program,
  RunAccess,
  RunIdentity,
  Timer,
} from "./ports.js";
export { type RepairRequest, type RunStretch, stretchesOf } from "./repairs.js";
export type { RunFilter } from "./run-listing.js";
export type { JobParameter, RunRecord, TaskRunRecord } from "./run-records.js";
export { type RunState, runState } from "./run-state.js";
export type { RunView, TaskOutput } from "./runs.js";
export type { JobSettings, TaskDefinition } from "./settings.js";
export { runAsUser } from "./job-definitions.js";
