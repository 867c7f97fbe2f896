import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { PythonKit } from "../../python/index.js";
import type { Store } from "../../state/index.js";
import { Environments } from "./environments.js";
import { Installer } from "./installer.js";
import { checkLibrary, type Library } from "./library.js";
import { type LibraryRecord, LibraryRecords } from "./library-record.js";
import type { EnvironmentSpec } from "./environment-spec.js";
import type { LibraryClustersPort, LocateFile } from "./ports.js";
import { ServerlessEnvironments } from "./serverless-environments.js";

/** What the engine needs. */
export interface LibraryEngineOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly kit: PythonKit;
  readonly clusters: LibraryClustersPort;
  readonly locate: LocateFile;
  /** Where environments are. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
  /** The Python interpreter: a name that is looked for on `PATH`, or a path. Default: `python3`. */
  readonly python?: string;
  /** Milliseconds of real time that one installation may take. Default: 10 minutes. */
  readonly timeout?: number;
}

/** The libraries of one cluster. */
export interface ClusterLibraries {
  readonly clusterId: string;
  readonly libraries: readonly LibraryRecord[];
}

/**
 * The libraries of clusters, and the Python environments that they are installed into. Each start of
 * a cluster begins with a new environment. All errors are those of the REST API.
 */
export class LibraryEngine {
  readonly #options: LibraryEngineOptions;
  readonly #records: LibraryRecords;
  readonly #environments: Environments;
  readonly #serverless: ServerlessEnvironments;
  readonly #timeout: number;
  readonly #installers = new Map<string, Installer>();
  readonly #unwatch: () => void;

  constructor(options: LibraryEngineOptions) {
    const { store, kit, clusters, folder, locate, timeout = 600_000, python = "python3" } = options;
    this.#options = options;
    this.#records = new LibraryRecords(store);
    this.#environments = new Environments({ kit, python, ...(folder !== undefined && { folder }) });
    this.#timeout = timeout;
    this.#serverless = new ServerlessEnvironments({
      environments: this.#environments,
      locate,
      timeout,
    });
    this.#unwatch = clusters.watch((id, state) => this.#clusterIs(id, state));
    this.#takeUp();
  }

  /** Installs libraries: now, or when the cluster runs. Those that are there stay as they are. */
  install(clusterId: string, libraries: readonly Library[]): void {
    this.#require(clusterId);
    libraries.forEach(checkLibrary);
    for (const library of libraries) {
      const status = this.#records.find(clusterId, library)?.status;
      if (status === "UNINSTALL_ON_RESTART") this.#records.put(clusterId, library, "INSTALLED");
      else if (status === undefined || status === "FAILED") {
        this.#records.put(clusterId, library, "PENDING");
      }
    }
    this.#begin(clusterId);
  }

  /**
   * Installs libraries on a running cluster and waits until they are.
   *
   * @throws Error that says which one failed, and why
   */
  async installAndWait(clusterId: string, libraries: readonly Library[]): Promise<void> {
    this.install(clusterId, libraries);
    await this.#installers.get(clusterId)?.idle();
    for (const library of libraries) {
      const record = this.#records.find(clusterId, library);
      if (record?.status === "INSTALLED") continue;
      const why = record?.messages[0] ?? "The cluster has ended.";
      throw new Error(`Library ${JSON.stringify(library)} could not be installed: ${why}`);
    }
  }

  /** Removes libraries: at once where they are not installed, otherwise when the cluster restarts. */
  uninstall(clusterId: string, libraries: readonly Library[]): void {
    this.#require(clusterId);
    libraries.forEach(checkLibrary);
    const running = this.#isRunning(clusterId);
    for (const library of libraries) {
      const record = this.#records.find(clusterId, library);
      if (!record) continue;
      if (!running || record.status === "PENDING" || record.status === "FAILED") {
        this.#records.remove(record);
      } else {
        this.#records.put(clusterId, library, "UNINSTALL_ON_RESTART");
      }
    }
  }

  /** The libraries of a cluster and how far they are. */
  status(clusterId: string): ClusterLibraries {
    this.#require(clusterId);
    return { clusterId, libraries: this.#records.list(clusterId) };
  }

  /** The same for all clusters that have some. */
  statuses(): readonly ClusterLibraries[] {
    const ids = new Set(this.#records.list().map(({ clusterId }) => clusterId));
    return [...ids].map((clusterId) => ({ clusterId, libraries: this.#records.list(clusterId) }));
  }

  /** The interpreter for programs on a cluster: of its environment, if it has one already. */
  interpreter(clusterId: string): string {
    return this.#environments.interpreter(clusterId);
  }

  /** The interpreter of a cluster's environment, which is made if need be. */
  environment(clusterId: string): Promise<string> {
    return this.#environments.ensure(clusterId);
  }

  /**
   * The interpreter of programs without a cluster, with what their environment is to have.
   *
   * @throws Error that says what can't be installed, and why
   */
  serverlessEnvironment(spec: EnvironmentSpec): Promise<string> {
    return this.#serverless.interpreter(spec);
  }

  /** Stops what is being installed, and removes what is temporary. */
  async close(): Promise<void> {
    this.#unwatch();
    await Promise.all([...this.#installers.values()].map((installer) => installer.close()));
    await this.#environments.close();
  }

  /** Goes on with what an earlier process has left. */
  #takeUp(): void {
    for (const { clusterId, library, status } of this.#records.list()) {
      const done = status === "INSTALLED" && this.#environments.exists(clusterId);
      const over = status === "FAILED" || status === "UNINSTALL_ON_RESTART";
      if (!done && !over) this.#records.put(clusterId, library, "PENDING");
      this.#begin(clusterId);
    }
  }

  #clusterIs(clusterId: string, state: string): void {
    if (state === "RUNNING") return this.#begin(clusterId);
    if (state === "RESIZING") return;
    void this.#installers.get(clusterId)?.close();
    this.#installers.delete(clusterId);
    this.#environments.remove(clusterId);
    const gone = this.#options.clusters.state(clusterId) === undefined;
    for (const record of this.#records.list(clusterId)) {
      if (gone || record.status === "UNINSTALL_ON_RESTART") this.#records.remove(record);
      else this.#records.put(clusterId, record.library, "PENDING");
    }
  }

  #begin(clusterId: string): void {
    if (!this.#isRunning(clusterId)) return;
    if (!this.#records.list(clusterId).some(({ status }) => status === "PENDING")) return;
    const { clock, locate } = this.#options;
    const [records, environments, timeout] = [this.#records, this.#environments, this.#timeout];
    const installer =
      this.#installers.get(clusterId) ??
      new Installer({ records, environments, clock, locate, timeout }, clusterId);
    this.#installers.set(clusterId, installer);
    installer.begin();
  }

  #isRunning(clusterId: string): boolean {
    const state = this.#options.clusters.state(clusterId);
    return state === "RUNNING" || state === "RESIZING";
  }

  #require(clusterId: string): void {
    if (this.#options.clusters.state(clusterId) !== undefined) return;
    throw new WorkspaceError("INVALID_PARAMETER_VALUE", `Cluster ${clusterId} does not exist`);
  }
}
