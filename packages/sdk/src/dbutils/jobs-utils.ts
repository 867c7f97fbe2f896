import { InvalidRequestError, requireName, requireOptions } from "../errors/index.js";
import { help } from "./help.js";
import type { Json } from "./json.js";
import type { Session } from "./session.js";

/** Options of `taskValues.get`. */
export interface TaskValueOptions {
  /** What a task gets in a job when the other task did not set the key. Not used outside of one. */
  readonly default?: Json;
  /** What is returned outside of a job, which is always the case here. */
  readonly debugValue?: Json;
}

/**
 * `dbutils.jobs.taskValues`. Only notebooks and Python tasks can set and get task values: the platform
 * has no other way to them. A program outside of them gets the value that it names for this case.
 *
 * @see https://docs.databricks.com/jobs/task-values.html
 */
export class TaskValuesUtils {
  readonly #session: Session;

  /** Made by `DBUtils`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Does nothing outside of a job, as in a notebook that no job runs; the client's log says so. */
  async set(key: string, _value: Json): Promise<void> {
    requireName("dbutils.jobs.taskValues.set", "key", key);
    this.#session.api.runtime.logger?.warn(
      `dbutils.jobs.taskValues.set("${key}") does nothing outside of a notebook or Python task`,
    );
  }

  /** The `debugValue`. Throws an {@link InvalidRequestError} without one. */
  async get<Value extends Json>(
    taskKey: string,
    key: string,
    options: TaskValueOptions & { readonly debugValue?: Value } = {},
  ): Promise<Value> {
    requireName("dbutils.jobs.taskValues.get", "taskKey", taskKey);
    requireName("dbutils.jobs.taskValues.get", "key", key);
    requireOptions("dbutils.jobs.taskValues.get", options);
    const { debugValue } = options;
    if (debugValue !== undefined) return debugValue;
    throw new InvalidRequestError(
      `outside of a job there is no task "${taskKey}" to get "${key}" from: give a debugValue`,
      { field: "debugValue" },
    );
  }

  /** What a method does, or all of them. */
  async help(method?: string): Promise<string> {
    return help("jobs.taskValues", method);
  }
}

/** `dbutils.jobs`. */
export class JobsUtils {
  /** Values that the tasks of a run leave for each other. */
  readonly taskValues: TaskValuesUtils;

  /** Made by `DBUtils`. */
  constructor(session: Session) {
    this.taskValues = new TaskValuesUtils(session);
  }

  /** What there is. */
  async help(method?: string): Promise<string> {
    return help("jobs", method);
  }
}
