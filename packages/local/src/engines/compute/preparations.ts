import type { ClusterRecord, TerminationReason } from "./cluster-record.js";

/** What came of what a cluster does before it runs. */
export interface Prepared {
  /** The init scripts as events tell of them, with what became of each. */
  readonly initScripts: {
    readonly global?: readonly object[];
    readonly cluster?: readonly object[];
  };
  /** Makes the start fail. */
  readonly failure?: TerminationReason | undefined;
}

/**
 * Does what a cluster does before it runs: its init scripts. Undefined: it does nothing. The signal
 * aborts when the cluster is not to start any more; whoever stops before the end rejects.
 */
export type Preparation = (
  cluster: ClusterRecord,
  signal: AbortSignal,
) => Prepared | Promise<Prepared> | undefined;

/** Told of what a cluster does before it runs. */
export interface PreparationListener {
  began(): void;
  /** Not called when it is stopped. */
  ended(prepared: Prepared): void;
}

interface UnderWay {
  /** When the cluster was to run: tells this start from later ones. */
  readonly at: number | undefined;
  readonly abort: AbortController;
}

/** The clusters that prepare to run at present. */
export class Preparations {
  readonly #prepare: Preparation;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(prepare: Preparation) {
    this.#prepare = prepare;
  }

  /** Whether a cluster is preparing. */
  has(clusterId: string): boolean {
    return this.#underWay.has(clusterId);
  }

  /** Begins with a cluster. False: there is nothing to do. */
  begin(record: ClusterRecord, listener: PreparationListener): boolean {
    const abort = new AbortController();
    const preparing = this.#prepare(record, abort.signal);
    if (!preparing) return false;
    listener.began();
    if (preparing instanceof Promise) this.#follow(record, preparing, abort, listener);
    else listener.ended(preparing);
    return true;
  }

  /** Stops what a cluster does, unless it is for the start that the record is about. */
  keepFor({ cluster_id: id, next }: ClusterRecord): void {
    if (this.#underWay.get(id)?.at !== next?.at) this.stop(id);
  }

  /** Stops what a cluster does. */
  stop(clusterId: string): void {
    this.#underWay.get(clusterId)?.abort.abort();
    this.#underWay.delete(clusterId);
  }

  #follow(
    { cluster_id: id, next }: ClusterRecord,
    preparing: Promise<Prepared>,
    abort: AbortController,
    listener: PreparationListener,
  ): void {
    this.#underWay.set(id, { at: next?.at, abort });
    const finish = (prepared: Prepared): void => {
      if (abort.signal.aborted) return;
      this.#underWay.delete(id);
      listener.ended(prepared);
    };
    // Why nothing is done: it was stopped, and the next start begins it again.
    preparing.then(finish, () => {});
  }
}

/** Where nothing runs init scripts, they count as having succeeded. */
export const pretend: Preparation = ({ settings: { init_scripts: scripts = [] } }) => {
  if (scripts.length === 0) return undefined;
  const cluster = scripts.map((script) => ({
    ...script,
    status: "SUCCEEDED",
    execution_duration_seconds: 1,
  }));
  return { initScripts: { cluster } };
};
