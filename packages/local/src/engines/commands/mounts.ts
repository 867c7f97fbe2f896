import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";

/** A path of DBFS that storage is mounted at. */
export interface Mount {
  readonly mount_point: string;
  /** A URL, e.g. `s3a://bucket`. */
  readonly source: string;
  readonly encryption_type: string;
}

/** What every workspace has mounted. */
const BUILT_IN: readonly Mount[] = [
  { mount_point: "/databricks-datasets", source: "databricks-datasets", encryption_type: "" },
  { mount_point: "/Volumes", source: "UnityCatalogVolumes", encryption_type: "" },
  {
    mount_point: "/databricks/mlflow-tracking",
    source: "databricks/mlflow-tracking",
    encryption_type: "",
  },
  { mount_point: "/databricks-results", source: "databricks-results", encryption_type: "" },
  {
    mount_point: "/databricks/mlflow-registry",
    source: "databricks/mlflow-registry",
    encryption_type: "",
  },
  { mount_point: "/", source: "DatabricksRoot", encryption_type: "" },
];

/**
 * The mounts of a workspace, as `dbutils.fs` keeps them: a list. No storage of a cloud is reached;
 * what programs write below a mount point is in DBFS.
 */
export class Mounts {
  readonly #mounts: Collection<Mount>;

  constructor(store: Store) {
    this.#mounts = store.collection("mounts");
  }

  /** All mounts, those of users first. */
  list(): readonly Mount[] {
    return [...this.#mounts.values(), ...BUILT_IN];
  }

  /**
   * Mounts storage.
   *
   * @param replace whether something may be mounted there already
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` for a path that can't be, or is, mounted at
   */
  add({ source, encryption_type, ...at }: Mount, replace: boolean): void {
    const mount_point = normalized(at.mount_point);
    if (source === "") throw invalid("No source is given: name the storage by its URL.");
    const taken = this.list().some((mount) => mount.mount_point === mount_point);
    if (isBuiltIn(mount_point) || (taken && !replace)) {
      throw invalid(`Directory already mounted: ${mount_point}`);
    }
    this.#mounts.put(mount_point, { mount_point, source, encryption_type });
  }

  /** @throws WorkspaceError `INVALID_PARAMETER_VALUE` where nothing is mounted, or nothing of a user */
  remove(mountPoint: string): void {
    const mount_point = normalized(mountPoint);
    if (!this.#mounts.delete(mount_point)) throw invalid(`Directory not mounted: ${mount_point}`);
  }
}

function normalized(mountPoint: string): string {
  const path = mountPoint.replace(/^dbfs:/, "").replace(/(?<=.)\/+$/, "");
  if (path.startsWith("/")) return path;
  throw invalid(`Mount point must be an absolute path: ${mountPoint}`);
}

function isBuiltIn(mountPoint: string): boolean {
  return BUILT_IN.some(({ mount_point }) => mount_point === mountPoint);
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
