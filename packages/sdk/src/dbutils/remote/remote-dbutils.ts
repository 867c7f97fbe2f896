import type { ServiceClient } from "../../api-client/index.js";
import { ConfigError, requireOptions } from "../../errors/index.js";
import type { Json } from "../json.js";
import type { DbutilsOptions } from "../options.js";
import { withLimits } from "../with-limits.js";
import { PythonContext } from "./python-context.js";
import { pythonScript, type RemoteArguments } from "./python-script.js";
import { readResult } from "./read-result.js";

/** What goes with a call beside the caller's options. */
export interface RemoteCall extends RemoteArguments {
  /** Texts among the arguments that must not show up in an error. */
  readonly secrets?: readonly string[];
}

/** The `dbutils` of the configured cluster, reached over the command execution API. */
export class RemoteDbutils {
  readonly #api: ServiceClient;
  #python: PythonContext | undefined;

  constructor(api: ServiceClient) {
    this.#api = api;
  }

  /**
   * Calls a method, e.g. `fs.mounts`, and resolves to what it returns.
   * Throws a {@link RemoteError} when it fails, a {@link ConfigError} when no cluster is configured,
   * and an {@link InvalidRequestError} for arguments that are not JSON.
   */
  async call(method: string, call: RemoteCall, options: DbutilsOptions = {}): Promise<Json> {
    requireOptions(`dbutils.${method}`, options);
    const script = pythonScript(method, call);
    const python = (this.#python ??= new PythonContext(this.#api, this.#clusterFor(method)));
    return withLimits(method, this.#api, options, async (signal) =>
      readResult(method, await python.run(script, signal), call.secrets ?? []),
    );
  }

  /** Ends the interpreter on the cluster, if there is one. */
  async close(): Promise<void> {
    await this.#python?.close();
  }

  #clusterFor(method: string): string {
    const { clusterId } = this.#api.config;
    if (clusterId !== undefined && clusterId !== "") return clusterId;
    const message =
      `dbutils.${method} runs on a cluster: set \`clusterId\`, DATABRICKS_CLUSTER_ID or ` +
      "cluster_id in the profile";
    throw new ConfigError(message, { attribute: "clusterId" });
  }
}
