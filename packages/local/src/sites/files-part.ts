import type { Clock } from "../clock/index.js";
import { CatalogEngine } from "../engines/catalog/index.js";
import { DbfsEngine, VolumesEngine } from "../engines/files/index.js";
import { catalogsHandlers } from "../handlers/catalogs.js";
import { dbfsHandlers } from "../handlers/dbfs.js";
import { filesHandlers } from "../handlers/files.js";
import { metastoresHandlers } from "../handlers/metastores.js";
import { schemasHandlers } from "../handlers/schemas.js";
import { volumesHandlers } from "../handlers/volumes.js";
import type { Store } from "../state/index.js";
import { storageRoutes, type StorageProtocol } from "../storage-routes/index.js";
import type { WorkspacePart } from "./workspace-part.js";

/** What the files of a workspace are made with. */
export interface FilesSurroundings {
  /** The workspace's own. */
  readonly store: Store;
  readonly clock: Clock;
  /** A folder of that name of the workspace's own; without one nothing is kept. */
  readonly folder: (name: string) => { readonly folder?: string };
  /** Who owns the first catalogs. */
  readonly admin: string;
  /** Whether there is such a user, group or service principal. */
  readonly isPrincipal: (name: string) => boolean;
  /** How clients get at cloud storage. */
  readonly storage: StorageProtocol;
}

/** The files of a workspace: DBFS, volumes, and the catalog that these stand in. */
export interface FilesPart extends WorkspacePart {
  readonly dbfs: DbfsEngine;
  readonly volumes: VolumesEngine;
  readonly catalog: CatalogEngine;
}

/** Builds them. */
export function filesPart({
  store,
  clock,
  folder,
  admin,
  isPrincipal,
  storage,
}: FilesSurroundings): FilesPart {
  const dbfs = new DbfsEngine({ clock, ...folder("dbfs") });
  const volumes = new VolumesEngine({
    store,
    clock,
    ...folder("storage"),
    volumes: { exists: (...names) => catalog.volumes.exists(...names) },
  });
  const { folders } = volumes;
  const catalog = new CatalogEngine({ store, clock, admin, isPrincipal, folders });
  return {
    dbfs,
    volumes,
    catalog,
    handlers: {
      "catalog.CatalogsAPI": catalogsHandlers(catalog.catalogs),
      "catalog.MetastoresAPI": metastoresHandlers(catalog),
      "catalog.SchemasAPI": schemasHandlers(catalog.schemas),
      "catalog.VolumesAPI": volumesHandlers(catalog.volumes),
      "files.DbfsAPI": dbfsHandlers(dbfs),
      "files.FilesAPI": filesHandlers(volumes.files),
    },
    rawRoutes: storageRoutes(volumes, { protocol: storage, now: () => clock.now() }),
    close: () => {
      dbfs.close();
      volumes.close();
    },
  };
}
