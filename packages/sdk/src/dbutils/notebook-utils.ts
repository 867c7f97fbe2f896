import type { Int64, ServiceClient } from "../api-client/index.js";
import {
  ConfigError,
  InvalidRequestError,
  InvalidResponseError,
  requireName,
  requireOptions,
  requireText,
  requireTexts,
} from "../errors/index.js";
import { Jobs } from "../extensions/index.js";
import type { SubmitRun } from "../services/jobs/index.gen.js";
import { help } from "./help.js";
import { NotebookExit } from "./notebook-exit.js";
import { notebookPath } from "./notebook-path.js";
import type { DbutilsOptions } from "./options.js";
import type { Session } from "./session.js";
import { withLimits } from "./with-limits.js";

/** Where the program runs, as far as that is known outside of a notebook. */
export interface NotebookContext {
  /** `DATABRICKS_SOURCE_FILE`: the path of the program in the workspace. */
  readonly notebookPath?: string;
  /** The workspace's address. */
  readonly apiUrl?: string;
  readonly workspaceId?: string;
  readonly clusterId?: string;
}

/**
 * `dbutils.notebook`: runs notebooks, as jobs.
 *
 * @see https://docs.databricks.com/notebooks/notebook-workflows.html
 */
export class NotebookUtils {
  readonly #session: Session;

  /** Made by `DBUtils`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Runs a notebook as a one-time job on `clusterId`, or on serverless compute where
   * `serverlessComputeId` is set instead, and resolves to what it exits with; empty when it does not
   * call `exit`. When the call is given up, the run is cancelled.
   * Throws a {@link JobRunFailed} when the run fails or takes too long.
   *
   * @param path A relative one begins at the folder of `DATABRICKS_SOURCE_FILE`.
   * @param timeoutSeconds What the run may take in the workspace. Default: 0, no limit.
   * @param parameters The values of the notebook's widgets.
   */
  async run(
    path: string,
    timeoutSeconds = 0,
    parameters: Readonly<Record<string, string>> = {},
    options: DbutilsOptions = {},
  ): Promise<string> {
    requireRun(path, timeoutSeconds, parameters);
    requireOptions("dbutils.notebook.run", options);
    const { api } = this.#session;
    const notebook = notebookPath(path, sourceFile());
    const request = runRequest(api, notebook, timeoutSeconds, parameters);
    return withLimits("notebook.run", api, options, (signal) => runToEnd(api, request, signal));
  }

  /**
   * Ends the program in the way that a notebook ends: throws a {@link NotebookExit} with the value,
   * for whoever runs the program to catch.
   */
  async exit(value = ""): Promise<never> {
    requireText("dbutils.notebook.exit", "value", value);
    throw new NotebookExit(value);
  }

  /** Where the program runs. */
  async getContext(): Promise<NotebookContext> {
    const { host, workspaceId, clusterId } = this.#session.api.config;
    return present({ notebookPath: sourceFile(), apiUrl: host, workspaceId, clusterId });
  }

  /** What a method does, or all of them. */
  async help(method?: string): Promise<string> {
    return help("notebook", method);
  }
}

/** Widgets have text alone: the service would say so of a number, too, but not of which. */
function requireRun(path: string, timeoutSeconds: number, parameters: object): void {
  const call = "dbutils.notebook.run";
  requireName(call, "path", path);
  requireTexts(call, "parameters", parameters);
  if (Number.isInteger(timeoutSeconds) && timeoutSeconds >= 0) return;
  const message = `${call}: timeoutSeconds is ${String(timeoutSeconds)}: give whole seconds, or 0 for no limit`;
  throw new InvalidRequestError(message, { field: "timeoutSeconds" });
}

function runRequest(
  { config: { clusterId, serverlessComputeId } }: ServiceClient,
  notebook_path: string,
  timeout_seconds: number,
  parameters: Readonly<Record<string, string>>,
): SubmitRun {
  if (clusterId === undefined && serverlessComputeId === undefined) {
    const message =
      "dbutils.notebook.run needs a cluster: set `clusterId`, DATABRICKS_CLUSTER_ID or cluster_id " +
      "in the profile; or `serverlessComputeId` to run on serverless compute";
    throw new ConfigError(message, { attribute: "clusterId" });
  }
  const task = {
    task_key: "notebook",
    notebook_task: { notebook_path, base_parameters: { ...parameters } },
    ...(clusterId === undefined ? {} : { existing_cluster_id: clusterId }),
  };
  return { run_name: `dbutils.notebook.run ${notebook_path}`, timeout_seconds, tasks: [task] };
}

async function runToEnd(
  api: ServiceClient,
  request: SubmitRun,
  signal: AbortSignal | undefined,
): Promise<string> {
  const jobs = new Jobs(api);
  // Without the signal: what was started but not known could not be cancelled.
  const waiter = await jobs.submit(request);
  try {
    const run = await waiter.result(signal === undefined ? {} : { signal });
    return await exitValue(jobs, run.tasks?.[0]?.run_id ?? run.run_id);
  } catch (error) {
    if (signal?.aborted === true) void cancel(jobs, waiter.response.run_id);
    throw error;
  }
}

async function exitValue(jobs: Jobs, run_id: Int64 | undefined): Promise<string> {
  if (run_id === undefined) throw new InvalidResponseError("the run has no id");
  const { notebook_output: { result = "", truncated } = {} } = await jobs.getRunOutput({ run_id });
  if (truncated !== true) return result;
  throw new InvalidResponseError("the notebook exited with more than the service hands out");
}

/** Best effort, and not waited for: what the caller needs is the reason of the abort. */
async function cancel(jobs: Jobs, run_id: Int64 | undefined): Promise<void> {
  if (run_id !== undefined) await jobs.cancelRun({ run_id }, { retry: false }).catch(() => {});
}

function sourceFile(): string | undefined {
  return globalThis.process?.env["DATABRICKS_SOURCE_FILE"] || undefined;
}

function present(context: {
  [Name in keyof NotebookContext]-?: string | undefined;
}): NotebookContext {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
}
