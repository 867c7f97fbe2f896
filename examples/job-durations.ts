// For each job: its latest run, and how long its runs took on average, over all pages of both lists.
import { WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();

for await (const job of w.jobs.list()) {
  let latest = "never ran";
  let runs = 0;
  let seconds = 0;
  for await (const run of w.jobs.listRuns({ job_id: job.job_id ?? 0, completed_only: true })) {
    if (runs === 0) latest = run.state?.result_state ?? "unknown";
    runs += 1;
    seconds += (Number(run.end_time) - Number(run.start_time)) / 1000;
  }
  const average =
    runs === 0 ? "" : `, ${(seconds / runs).toFixed(1)} s on average over ${runs} runs`;
  console.log(`${job.settings?.name}: ${latest}${average}`);
}
