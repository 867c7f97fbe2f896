import type { ServiceClient } from "../api-client/index.js";
import { requireList, requireName } from "../errors/index.js";
import type { CredentialsUtils } from "./credentials-utils.js";
import type { FsUtils } from "./fs-utils.js";
import type { JobsUtils } from "./jobs-utils.js";
import type { Json } from "./json.js";
import type { LibraryUtils } from "./library-utils.js";
import { methodNames } from "./method-names.js";
import type { NotebookUtils } from "./notebook-utils.js";
import type { DbutilsOptions } from "./options.js";
import type { SecretsUtils } from "./secrets-utils.js";
import { Session } from "./session.js";
import { standIn } from "./stand-in.js";
import type { WidgetsUtils } from "./widgets-utils.js";

/**
 * Databricks' `dbutils`, for programs outside of a notebook. Every method answers with a promise, and
 * loads its code at the first call.
 *
 * What only a cluster can do (mounts, roles, and {@link call}) runs in the cluster `clusterId`, which
 * is started when it is not running, in one Python context that all calls share. End it with
 * {@link close}, or with `await using`; the cluster drops it at last when it stops.
 *
 * @see https://docs.databricks.com/dev-tools/databricks-utils.html
 */
export class DBUtils implements AsyncDisposable {
  /** Files of DBFS, of volumes, and of this machine; mounts. */
  readonly fs: FsUtils;
  /** Reading secrets. */
  readonly secrets: SecretsUtils;
  /** Parameters of the program, as `--name=value` on the command line, and their defaults. */
  readonly widgets: WidgetsUtils;
  /** What tasks of a job tell each other. */
  readonly jobs: JobsUtils;
  /** Running notebooks. */
  readonly notebook: NotebookUtils;
  /** The Python that runs on the cluster. */
  readonly library: LibraryUtils;
  /** Roles of the cloud, and service credentials of Unity Catalog. */
  readonly credentials: CredentialsUtils;
  readonly #session: Session;

  /** @param client Makes the client to send with, at the first call of a method that sends. */
  constructor(client: () => ServiceClient) {
    const session = new Session(client);
    this.#session = session;
    this.fs = standIn(methodNames.fs, async () => {
      const { FsUtils: Utils } = await import("./fs-utils.js");
      return new Utils(session);
    });
    this.secrets = standIn(methodNames.secrets, async () => {
      const { SecretsUtils: Utils } = await import("./secrets-utils.js");
      return new Utils(session);
    });
    this.widgets = standIn(methodNames.widgets, async () => {
      const { WidgetsUtils: Utils } = await import("./widgets-utils.js");
      return new Utils();
    });
    this.jobs = jobsStandIn(session);
    this.notebook = standIn(methodNames.notebook, async () => {
      const { NotebookUtils: Utils } = await import("./notebook-utils.js");
      return new Utils(session);
    });
    this.library = standIn(methodNames.library, async () => {
      const { LibraryUtils: Utils } = await import("./library-utils.js");
      return new Utils(session);
    });
    this.credentials = standIn(methodNames.credentials, async () => {
      const { CredentialsUtils: Utils } = await import("./credentials-utils.js");
      return new Utils(session);
    });
  }

  /**
   * Calls any method of the cluster's own `dbutils` that is not among those here, e.g.
   * `call("library.list")`, and resolves to what it returns: named tuples as objects, `None` as
   * `null`.
   * Throws a {@link RemoteError} when the method does, and an {@link InvalidRequestError} for
   * arguments that are not JSON.
   */
  async call(method: string, args: readonly Json[] = [], options?: DbutilsOptions): Promise<Json> {
    requireName("dbutils.call", "method", method);
    requireList("dbutils.call", "args", args);
    const remote = await this.#session.remote();
    return remote.call(method, { args }, options);
  }

  /**
   * What there is: all utilities, one (`"fs"`), or one method (`"fs.cp"`).
   * Throws an {@link InvalidRequestError} for a name that does not exist.
   */
  async help(name?: string): Promise<string> {
    const { help } = await import("./help.js");
    return help(name);
  }

  /** Ends the Python context on the cluster, if there is one; a later call makes a new one. */
  close(): Promise<void> {
    return this.#session.close();
  }

  /** {@link close} */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function jobsStandIn(session: Session): JobsUtils {
  const load = async (): Promise<JobsUtils> => {
    const { JobsUtils: Utils } = await import("./jobs-utils.js");
    return new Utils(session);
  };
  const taskValues = standIn(methodNames["jobs.taskValues"], async () => (await load()).taskValues);
  return Object.assign(standIn(methodNames.jobs, load), { taskValues });
}
