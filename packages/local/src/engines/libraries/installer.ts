import type { Clock } from "../../clock/index.js";
import type { Environments } from "./environments.js";
import { LibraryProblem, pipArguments } from "./library.js";
import type { LibraryRecord, LibraryRecords, LibraryStatus } from "./library-record.js";
import type { LocateFile } from "./ports.js";

/** What libraries are installed with. */
export interface InstallerOptions {
  readonly records: LibraryRecords;
  readonly environments: Environments;
  readonly clock: Clock;
  readonly locate: LocateFile;
  /** Milliseconds of real time that one installation may take. */
  readonly timeout: number;
}

/** Milliseconds of the workspace's clock between two states. */
const STEP = 500;

/** Why: looking at all packages of this machine for conflicts takes longer than the rest. */
const QUIETLY = ["--no-warn-conflicts"];

/** Installs the libraries of one cluster, one after the other, for as long as the cluster runs. */
export class Installer {
  readonly #options: InstallerOptions;
  readonly #clusterId: string;
  readonly #stop = new AbortController();
  #working: Promise<void> | undefined;

  constructor(options: InstallerOptions, clusterId: string) {
    this.#options = options;
    this.#clusterId = clusterId;
  }

  /** Installs what is pending. */
  begin(): void {
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  /** Resolves when nothing is pending. */
  async idle(): Promise<void> {
    await this.#working;
  }

  /** Stops; resolves when nothing is being installed. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const next = this.#options.records
        .list(this.#clusterId)
        .find(({ status }) => status === "PENDING");
      if (!next) return;
      await this.#install(next);
    }
  }

  async #install({ library }: LibraryRecord): Promise<void> {
    const { environments, locate } = this.#options;
    try {
      await this.#step();
      this.#say(library, "RESOLVING");
      const parameters = pipArguments(library, locate);
      await this.#step();
      this.#say(library, "INSTALLING");
      await environments.pip(
        this.#clusterId,
        ["install", ...QUIETLY, ...parameters],
        this.#signal(),
      );
      this.#say(library, "INSTALLED");
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#say(
        library,
        "FAILED",
        error instanceof LibraryProblem ? text : `Cannot install: ${text}`,
      );
    }
  }

  /** Nothing is said of a library that was given up, or when the cluster has ended meanwhile. */
  #say(library: LibraryRecord["library"], status: LibraryStatus, message?: string): void {
    const { records } = this.#options;
    const known = records.find(this.#clusterId, library);
    if (this.#stop.signal.aborted || !known || known.status === "UNINSTALL_ON_RESTART") return;
    records.put(this.#clusterId, library, status, message);
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#options.timeout)]);
  }

  /** Lets the state be seen. */
  #step(): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const go = (): void => {
        cancel();
        signal.removeEventListener("abort", go);
        resolve();
      };
      const cancel = this.#options.clock.schedule(STEP, go, this.#clusterId);
      signal.addEventListener("abort", go);
    });
  }
}
