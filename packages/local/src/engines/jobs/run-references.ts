import type { JobParameter, RunRecord } from "./run-records.js";

type KnownRun = Pick<RunRecord, "job_id" | "run_id" | "run_name" | "start_time" | "job_parameters">;

const PARAMETER = "job.parameters.";

/** The value of a reference that is the same for all tasks of a run. */
export function runReference(name: string, run: KnownRun, workspaceId: number): string | undefined {
  if (name.startsWith(PARAMETER))
    return parameter(run.job_parameters, name.slice(PARAMETER.length));
  const started = new Date(run.start_time);
  switch (name) {
    case "job.id":
      return String(run.job_id);
    case "job.run_id":
      return String(run.run_id);
    case "job.name":
      return run.run_name;
    case "job.trigger.type":
      return "one_time";
    case "job.start_time.iso_date":
      return started.toISOString().slice(0, 10);
    case "job.start_time.iso_datetime":
      return started.toISOString();
    case "job.start_time.timestamp_ms":
      return String(run.start_time);
    case "workspace.id":
      return String(workspaceId);
    default:
      return undefined;
  }
}

function parameter(parameters: readonly JobParameter[], name: string): string | undefined {
  return parameters.find((each) => each.name === name)?.value;
}
