import type { Collection, Store } from "../../state/index.js";
import { keyOf, type Library } from "./library.js";

/** The states of a library on a cluster. */
export type LibraryStatus =
  | "FAILED"
  | "INSTALLED"
  | "INSTALLING"
  | "PENDING"
  | "RESOLVING"
  | "UNINSTALL_ON_RESTART";

/** A library of a cluster. */
export interface LibraryRecord {
  readonly clusterId: string;
  readonly library: Library;
  readonly status: LibraryStatus;
  /** Why it failed. */
  readonly messages: readonly string[];
}

/** The libraries of all clusters of a workspace. */
export class LibraryRecords {
  readonly #records: Collection<LibraryRecord>;

  constructor(store: Store) {
    this.#records = store.collection("cluster-libraries");
  }

  /** All of them, or those of a cluster, in the order in which they were asked for. */
  list(clusterId?: string): LibraryRecord[] {
    const all = this.#records.values();
    return clusterId === undefined ? all : all.filter((record) => record.clusterId === clusterId);
  }

  find(clusterId: string, library: Library): LibraryRecord | undefined {
    return this.#records.get(idOf(clusterId, library));
  }

  put(clusterId: string, library: Library, status: LibraryStatus, message?: string): void {
    const messages = message === undefined ? [] : [message];
    this.#records.put(idOf(clusterId, library), { clusterId, library, status, messages });
  }

  remove({ clusterId, library }: LibraryRecord): void {
    this.#records.delete(idOf(clusterId, library));
  }
}

function idOf(clusterId: string, library: Library): string {
  return `${clusterId}/${keyOf(library)}`;
}
