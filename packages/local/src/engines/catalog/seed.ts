import type { CatalogMarks, Catalogs, NewCatalog } from "./catalogs.js";

/** Whose the platform's own catalogs are. */
const PLATFORM = "System user";

const closed = (catalog_type: string): CatalogMarks => ({ catalog_type, isReadOnly: true });

/** What every workspace has from the start. */
const first: readonly (readonly [NewCatalog, CatalogMarks])[] = [
  [{ name: "main", comment: "Main catalog (auto-created)" }, {}],
  [{ name: "workspace", comment: "The workspace's own catalog" }, {}],
  [{ name: "samples", comment: "Sample datasets" }, closed("SYSTEM_CATALOG")],
  [{ name: "system", comment: "System tables" }, closed("SYSTEM_CATALOG")],
  [{ name: "hive_metastore", comment: "Legacy metastore" }, closed("INTERNAL_CATALOG")],
];

/** Creates the first catalogs. @param admin whose those are that can be changed */
export function seedCatalogs(catalogs: Catalogs, admin: string): void {
  for (const [catalog, marks] of first) {
    catalogs.create(catalog, marks.isReadOnly ? PLATFORM : admin, marks);
  }
}
