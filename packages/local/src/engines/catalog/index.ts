export { CatalogEngine } from "./catalog-engine.js";
export type { CatalogInfo } from "./catalog-info.js";
export type { CatalogChange, Catalogs, NewCatalog } from "./catalogs.js";
export type { CatalogOptions, VolumeFolders } from "./metastore.js";
export type { Page, PageQuery } from "./page.js";
export type { SchemaInfo } from "./schema-info.js";
export type { NewSchema, SchemaChange, Schemas } from "./schemas.js";
export type { NewVolume, VolumeChange, VolumeInfo, Volumes } from "./volumes.js";
