import { Catalogs } from "./catalogs.js";
import { type CatalogOptions, Metastore } from "./metastore.js";
import { Schemas } from "./schemas.js";
import { seedCatalogs } from "./seed.js";
import { Volumes } from "./volumes.js";

/** The catalog of one workspace. Answers and errors are those of the REST API. */
export class CatalogEngine {
  /** A UUID, the same for all objects. */
  readonly metastoreId: string;
  /** Whose the metastore is. */
  readonly owner: string;
  readonly catalogs: Catalogs;
  readonly schemas: Schemas;
  readonly volumes: Volumes;

  constructor(options: CatalogOptions) {
    const metastore = new Metastore(options);
    this.metastoreId = metastore.id;
    this.owner = options.admin;
    this.catalogs = new Catalogs(metastore);
    this.schemas = new Schemas(metastore);
    this.volumes = new Volumes(metastore);
    if (metastore.isNew) metastore.change(() => seedCatalogs(this.catalogs, options.admin));
  }
}
