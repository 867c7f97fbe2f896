import type { Collection, Store } from "../../state/index.js";
import type { Language } from "./notebooks/index.js";

/** What an object is beside a file or folder. */
export type NodeKind = "directory" | "file" | "notebook";

/** How a notebook came, and how it is exported when nothing else is asked for. */
export type NotebookFormat = "JUPYTER" | "SOURCE";

/** What is kept of an object beside its bytes. */
export interface ObjectRecord {
  readonly id: number;
  readonly kind: NodeKind;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Of notebooks. */
  readonly language?: Language;
  readonly format?: NotebookFormat;
}

const ROOT: ObjectRecord = { id: 0, kind: "directory", createdAt: 0 };
/** Far from the ids of Git folders, which are objects too. */
const FIRST_ID = 400_000_000_000_000;

/** Gives objects the ids that they keep for as long as they are at their path. */
export class ObjectIndex {
  readonly #records: Collection<ObjectRecord>;
  readonly #paths: Collection<{ readonly path: string }>;
  readonly #counter: Collection<{ readonly last: number }>;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.#records = store.collection("workspace_objects");
    this.#paths = store.collection("workspace_object_paths");
    this.#counter = store.collection("workspace_object_ids");
  }

  /** What is known of the object at a path. */
  get(at: string): ObjectRecord | undefined {
    return at === "/" ? ROOT : this.#records.get(at);
  }

  /** Where the object of an id was last seen. */
  pathOf(id: number): string | undefined {
    return id === ROOT.id ? "/" : this.#paths.get(String(id))?.path;
  }

  /** Notes what is at a path; an object that was there before keeps its id and its age. */
  put(at: string, facts: Omit<ObjectRecord, "createdAt" | "id">, now: number): ObjectRecord {
    return this.#store.transaction(() => {
      const before = this.#records.get(at);
      const same = before?.kind === facts.kind ? before : undefined;
      const record = { id: same?.id ?? this.#newId(), createdAt: same?.createdAt ?? now, ...facts };
      if (before && !same) this.#paths.delete(String(before.id));
      this.#records.put(at, record);
      if (!same) this.#paths.put(String(record.id), { path: at });
      return record;
    });
  }

  /** The record of what is at a path, made when it is of another kind than before. */
  seen(at: string, kind: NodeKind, createdAt: number): ObjectRecord {
    const record = this.get(at);
    return record?.kind === kind ? record : this.put(at, { kind }, createdAt);
  }

  /** Forgets what was at a path. */
  remove(at: string): void {
    const record = this.#records.get(at);
    if (!record) return;
    this.#records.delete(at);
    this.#paths.delete(String(record.id));
  }

  #newId(): number {
    const last = (this.#counter.get("object")?.last ?? FIRST_ID) + 1;
    this.#counter.put("object", { last });
    return last;
  }
}
