import { storageLocation } from "./catalog-info.js";
import type { Metastore } from "./metastore.js";
import { fullName } from "./object-name.js";
import type { SchemaRecord } from "./records.js";

/** A schema as the service shows it. */
export interface SchemaInfo extends Omit<SchemaRecord, "id"> {
  readonly browse_only: boolean;
  readonly catalog_type: string;
  readonly full_name: string;
  readonly metastore_id: string;
  readonly schema_id: string;
  readonly effective_predictive_optimization_flag: {
    readonly value: string;
    readonly inherited_from_type?: "CATALOG";
    readonly inherited_from_name?: string;
  };
  readonly storage_location?: string;
}

/** Shows a schema. */
export function schemaInfo(metastore: Metastore, { id, ...record }: SchemaRecord): SchemaInfo {
  const { catalog_name, name, enable_predictive_optimization: own, storage_root } = record;
  const catalog = metastore.catalog(catalog_name);
  const inherited = catalog.enable_predictive_optimization;
  return {
    ...record,
    browse_only: false,
    catalog_type: catalog.catalog_type,
    full_name: fullName(catalog_name, name),
    metastore_id: metastore.id,
    schema_id: id,
    effective_predictive_optimization_flag:
      own === "INHERIT"
        ? {
            value: inherited === "INHERIT" ? "DISABLE" : inherited,
            inherited_from_type: "CATALOG",
            inherited_from_name: catalog_name,
          }
        : { value: own },
    ...(storage_root !== undefined && {
      storage_location: storageLocation(storage_root, "schemas", id),
    }),
  };
}
