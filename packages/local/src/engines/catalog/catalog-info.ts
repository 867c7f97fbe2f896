import type { Metastore } from "./metastore.js";
import type { CatalogRecord } from "./records.js";

/** A catalog as the service shows it. */
export interface CatalogInfo extends Omit<CatalogRecord, "id" | "isReadOnly"> {
  readonly browse_only: boolean;
  readonly full_name: string;
  readonly metastore_id: string;
  readonly securable_type: "CATALOG";
  readonly effective_predictive_optimization_flag: { readonly value: string };
  readonly provisioning_info: { readonly state: "ACTIVE" };
  readonly storage_location?: string;
}

/** Shows a catalog. */
export function catalogInfo(metastore: Metastore, record: CatalogRecord): CatalogInfo {
  const { id, isReadOnly: _, ...shown } = record;
  const { name, enable_predictive_optimization: own, storage_root } = shown;
  return {
    ...shown,
    browse_only: false,
    full_name: name,
    metastore_id: metastore.id,
    securable_type: "CATALOG",
    effective_predictive_optimization_flag: { value: own === "INHERIT" ? "DISABLE" : own },
    provisioning_info: { state: "ACTIVE" },
    ...(storage_root !== undefined && {
      storage_location: storageLocation(storage_root, "catalogs", id),
    }),
  };
}

/** Where the platform keeps what it manages below a root. */
export function storageLocation(root: string, kind: string, id: string): string {
  return `${root.replace(/\/+$/, "")}/__unitystorage/${kind}/${id}`;
}
