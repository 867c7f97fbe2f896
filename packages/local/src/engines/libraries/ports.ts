/** The clusters that libraries are for. */
export interface LibraryClustersPort {
  /** E.g. `RUNNING`; undefined: there is no such cluster. */
  state(clusterId: string): string | undefined;
  /** Calls `listener` at each change of a cluster's state, until the result is called. */
  watch(listener: (clusterId: string, state: string) => void): () => void;
}

/** Finds the file of a library: `/Volumes/...`, `/Workspace/...`, `dbfs:/...`; undefined: there is none. */
export type LocateFile = (path: string) => string | undefined;
