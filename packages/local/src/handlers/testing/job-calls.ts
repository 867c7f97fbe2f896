import { setTimeout as delay } from "node:timers/promises";
import type { Proof } from "../../testing/proof.js";

/** What tests read of a run. */
export interface WireRun {
  readonly run_id: number;
  readonly next_page_token?: string;
  readonly status: {
    readonly state: string;
    readonly termination_details?: { readonly code: string };
  };
  readonly tasks: readonly { readonly task_key: string; readonly run_id: number }[];
}

/** Waits until a run has ended. Programs run in real time, so this is real time too. */
export async function ended(call: Proof["call"], runId: number, query = ""): Promise<WireRun> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const run = await call<WireRun>("GET", `/api/2.2/jobs/runs/get?run_id=${runId}${query}`);
    if (run.status.state === "TERMINATED") return run;
    await delay(10);
  }
  throw new Error(`run ${runId} did not end`);
}

/** Puts a program into DBFS and returns a task that runs it in the environment `default`. */
export async function python(
  call: Proof["call"],
  key: string,
  program: string,
  more: object = {},
): Promise<object> {
  const path = `/programs/${key}.py`;
  const contents = Buffer.from(program).toString("base64");
  await call("POST", "/api/2.0/dbfs/put", { path, contents });
  return {
    task_key: key,
    environment_key: "default",
    spark_python_task: { python_file: `dbfs:${path}`, ...more },
  };
}
