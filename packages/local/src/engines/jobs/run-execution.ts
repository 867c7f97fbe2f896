import type { Clock } from "../../clock/index.js";
import { KILL_NOW } from "../../processes/index.js";
import type { Timer } from "./ports.js";
import { type Lookup, resolveTask } from "./references.js";
import type { RunClusters } from "./run-clusters.js";
import { decideRun } from "./run-if.js";
import { outcomeOfRun } from "./run-outcome.js";
import type { RunRecord, RunRecords, TaskRunRecord } from "./run-records.js";
import { type Outcome, resultName } from "./run-state.js";
import { runReference } from "./run-references.js";
import { type TaskNode, endedDependencies, isReady, taskNodes } from "./task-graph.js";
import type { TaskEnd } from "./task-end.js";
import type { Attempt } from "./task-runner.js";

/** What a run is executed with. */
export interface ExecutionOptions {
  readonly run: RunRecord;
  readonly records: RunRecords;
  readonly clock: Clock;
  /** For the time limits of programs. */
  readonly timer: Timer;
  readonly clusters: RunClusters;
  readonly workspaceId: number;
  readonly newId: () => number;
  readonly runTask: (attempt: Attempt) => Promise<TaskEnd>;
  /** The run has ended and nothing of it is left running. */
  readonly onEnd: () => void;
}

/** A run that has not ended: walks its graph of tasks. */
export class RunExecution {
  readonly #options: ExecutionOptions;
  readonly #run: RunRecord;
  readonly #nodes: ReadonlyMap<string, TaskNode>;
  readonly #attempts = new Set<Promise<void>>();
  /** Why the run ends before its tasks do. */
  #stop: Outcome | undefined;
  #cancelTimeout: (() => void) | undefined;
  #ended = false;

  constructor(options: ExecutionOptions) {
    this.#options = options;
    this.#run = options.run;
    this.#nodes = taskNodes(options.records.tasksOf(options.run));
  }

  /** Begins with the tasks that depend on no other. */
  start(): void {
    if (this.#stop) return;
    const { records, clock } = this.#options;
    const waited = clock.now() - this.#run.start_time;
    const queued = records.find(this.#run.run_id)?.progress.phase === "QUEUED";
    records.update(this.#run.run_id, {
      progress: { phase: "RUNNING" },
      ...(queued ? { queue_duration: waited } : {}),
    });
    this.limitTime(this.#run.timeout_seconds);
    this.#advance();
  }

  /** Sets or changes after how many seconds, from now, the run times out; 0: never. */
  limitTime(seconds: number): void {
    this.#cancelTimeout?.();
    if (seconds <= 0 || this.#stop) return;
    this.#cancelTimeout = this.#options.timer(seconds * 1000, () => {
      this.stop({ ending: "timed_out", message: `Run timed out after ${seconds} seconds.` });
    });
  }

  /** Ends the run and all of its tasks. */
  stop(outcome: Outcome, reason?: typeof KILL_NOW): void {
    if (this.#stop || this.#ended) return;
    this.#stop = outcome;
    this.#cancelTimeout?.();
    this.#options.records.update(this.#run.run_id, { progress: { phase: "TERMINATING" } });
    for (const node of this.#nodes.values()) this.#stopNode(node, outcome, reason);
    this.#advance();
  }

  /** Ends one task; false when it is no task of this run or has ended. */
  stopTask(taskRunId: number, outcome: Outcome): boolean {
    const node = [...this.#nodes.values()].find((each) => each.runId === taskRunId);
    if (!node || node.outcome) return false;
    this.#stopNode(node, outcome);
    this.#advance();
    return true;
  }

  /** Ends everything at once, because the workspace closes, and waits for it. */
  async close(outcome: Outcome): Promise<void> {
    this.stop(outcome, KILL_NOW);
    await Promise.allSettled(this.#attempts);
  }

  /** Decides about all tasks that can be decided about, until nothing changes any more. */
  #advance(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const node of this.#nodes.values()) {
        if (!isReady(node, this.#nodes)) continue;
        const skipped = node.task.disabled
          ? ({ ending: "disabled", message: "The task is disabled." } as const)
          : decideRun(node.task.run_if, endedDependencies(node, this.#nodes));
        if (skipped) this.#end(node, skipped);
        else this.#begin(node);
        changed = true;
      }
    }
    if (![...this.#nodes.values()].every((node) => node.outcome)) return;
    this.#finish();
  }

  #begin(node: TaskNode): void {
    const { records, clock, clusters, timer } = this.#options;
    const abort = new AbortController();
    const started = clock.now();
    const task = resolveTask(node.task, this.#lookup(node));
    node.abort = abort;
    records.updateTask(node.runId, {
      task,
      definition: node.task,
      start_time: started,
      progress: { phase: "PENDING" },
    });
    const record = records.findTask(node.runId);
    if (!record) return;
    const seconds = task.timeout_seconds ?? 0;
    const message = `Task timed out after ${seconds} seconds.`;
    const cancelTimeout =
      seconds > 0
        ? timer(seconds * 1000, () => this.#stopNode(node, { ending: "timed_out", message }))
        : undefined;
    const onRunning = (clusterId: string | undefined): void => {
      records.updateTask(record.run_id, {
        progress: { phase: "RUNNING" },
        setup_duration: clock.now() - started,
        cluster_id: clusterId,
      });
    };
    const attempt = this.#options
      .runTask({
        run: this.#run,
        record,
        clusters,
        taskValues: this.#taskValues(),
        signal: abort.signal,
        onRunning,
      })
      .then((end) => {
        cancelTimeout?.();
        this.#attempts.delete(attempt);
        this.#attemptEnded(node, record, end);
      });
    this.#attempts.add(attempt);
  }

  #attemptEnded(node: TaskNode, record: TaskRunRecord, end: TaskEnd): void {
    const stopped = node.stopped;
    const outcome = stopped ?? end.outcome;
    node.abort = undefined;
    node.stopped = undefined;
    node.condition = end.conditionOutcome;
    this.#recordEnd(record.run_id, outcome, {
      condition_outcome: end.conditionOutcome,
      error: stopped ? stopped.message : end.error,
      error_trace: stopped ? undefined : end.errorTrace,
      logs_truncated: end.logsTruncated,
      values: end.values,
      exit_value: end.exitValue,
    });
    const again = stopped
      ? stopped.ending === "timed_out" && node.task.retry_on_timeout === true
      : end.mayRetry;
    if (again && !this.#stop && this.#mayRetry(node, record)) this.#retry(node, record);
    else node.outcome = outcome;
    this.#advance();
  }

  #mayRetry({ task, firstAttempt }: TaskNode, record: TaskRunRecord): boolean {
    const most = task.max_retries ?? 0;
    return most < 0 || record.attempt_number - firstAttempt < most;
  }

  /** Plans another attempt, with a run id of its own. */
  #retry(node: TaskNode, { attempt_number: attempt }: TaskRunRecord): void {
    const { records, clock, newId } = this.#options;
    const previous = records.findTask(node.runId);
    const run = records.find(this.#run.run_id);
    if (!previous || !run) return;
    node.runId = newId();
    records.putTask({
      run_id: node.runId,
      job_run_id: previous.job_run_id,
      attempt_number: attempt + 1,
      original_attempt_run_id: previous.original_attempt_run_id,
      task: node.task,
      start_time: clock.now(),
      end_time: 0,
      setup_duration: 0,
      execution_duration: 0,
      progress: { phase: "WAITING_FOR_RETRY" },
    });
    records.put({ ...run, task_run_ids: [...run.task_run_ids, node.runId] });
    const wait = node.task.min_retry_interval_millis ?? 0;
    const cancel = clock.schedule(wait, () => {
      node.cancelRetry = undefined;
      this.#begin(node);
    });
    node.cancelRetry = cancel;
  }

  #stopNode(node: TaskNode, outcome: Outcome, reason?: typeof KILL_NOW): void {
    if (node.outcome) return;
    if (node.abort) {
      node.stopped ??= outcome;
      this.#options.records.updateTask(node.runId, { progress: { phase: "TERMINATING" } });
      node.abort.abort(reason);
      return;
    }
    node.cancelRetry?.();
    node.cancelRetry = undefined;
    this.#end(node, outcome);
  }

  /** Ends a task none of whose attempts is under way. */
  #end(node: TaskNode, outcome: Outcome): void {
    node.outcome = outcome;
    this.#recordEnd(node.runId, outcome, {});
  }

  #recordEnd(id: number, outcome: Outcome, details: Partial<TaskRunRecord>): void {
    const { records, clock } = this.#options;
    const record = records.findTask(id);
    if (!record) return;
    const now = clock.now();
    const start = record.start_time || now;
    const ran = record.progress.phase === "RUNNING" || record.progress.phase === "TERMINATING";
    records.updateTask(id, {
      ...details,
      progress: { phase: "ENDED", outcome },
      start_time: start,
      end_time: now,
      execution_duration: ran ? Math.max(0, now - start - record.setup_duration) : 0,
    });
  }

  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelTimeout?.();
    const { records, clock, clusters, onEnd } = this.#options;
    const tasks = [...this.#nodes.values()].flatMap(({ task, outcome, isLeaf }) =>
      outcome ? [{ task_key: task.task_key, outcome, isLeaf }] : [],
    );
    records.update(this.#run.run_id, {
      progress: { phase: "ENDED", outcome: this.#stop ?? outcomeOfRun(tasks) },
      end_time: clock.now(),
    });
    void clusters.releaseShared();
    onEnd();
  }

  /** What tasks gave so far, by key of the task. */
  #taskValues(): Attempt["taskValues"] {
    const { records } = this.#options;
    const given = [...this.#nodes.values()].map((node) => [
      node.task.task_key,
      records.findTask(node.runId)?.values ?? {},
    ]);
    return Object.fromEntries(given) as Attempt["taskValues"];
  }

  #lookup(node: TaskNode): Lookup {
    return (name) => {
      if (name === "task.run_id") return String(node.runId);
      if (name === "task.name") return node.task.task_key;
      return this.#taskReference(name) ?? runReference(name, this.#run, this.#options.workspaceId);
    };
  }

  #taskReference(name: string): string | undefined {
    const [, key = "", field, value] =
      /^tasks\.([\w-]+)\.(?:(result_state)|values\.([\w.-]+))$/.exec(name) ?? [];
    const node = this.#nodes.get(key);
    if (field !== undefined) return node?.outcome && resultName(node.outcome.ending);
    if (!node || value === undefined) return undefined;
    const given = this.#options.records.findTask(node.runId)?.values?.[value];
    return typeof given === "string" || given === undefined ? given : JSON.stringify(given);
  }
}
