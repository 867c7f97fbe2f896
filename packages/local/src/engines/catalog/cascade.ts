import type { Metastore } from "./metastore.js";
import { fullName } from "./object-name.js";
import type { CatalogRecord, SchemaRecord, VolumeRecord } from "./records.js";

/** Removes a volume; the files of an external one stay where they are. */
export function removeVolume({ volumes, folders }: Metastore, volume: VolumeRecord): void {
  const { catalog_name, schema_name, name, volume_type, storage_location } = volume;
  volumes.delete(fullName(catalog_name, schema_name, name));
  const location = volume_type === "EXTERNAL" ? storage_location : undefined;
  folders.remove([catalog_name, schema_name, name], location);
}

/** Removes a schema and all that is in it. */
export function removeSchema(metastore: Metastore, { catalog_name, name }: SchemaRecord): void {
  for (const volume of metastore.volumesIn(catalog_name, name)) removeVolume(metastore, volume);
  metastore.schemas.delete(fullName(catalog_name, name));
  metastore.folders.remove([catalog_name, name]);
}

/** Removes a catalog and all that is in it. */
export function removeCatalog(metastore: Metastore, { name }: CatalogRecord): void {
  for (const schema of metastore.schemasIn(name)) removeSchema(metastore, schema);
  metastore.catalogs.delete(name);
  metastore.folders.remove([name]);
}

/** Keeps a changed volume, under its new name if it has one. */
export function renameVolume(
  { volumes, folders }: Metastore,
  before: VolumeRecord,
  after: VolumeRecord,
): void {
  const { catalog_name, schema_name } = before;
  if (after.name !== before.name) {
    volumes.delete(fullName(catalog_name, schema_name, before.name));
    folders.rename(
      [catalog_name, schema_name, before.name],
      [catalog_name, schema_name, after.name],
    );
  }
  volumes.put(fullName(catalog_name, schema_name, after.name), after);
}

/** Keeps a changed schema, under its new name if it has one: what is in it moves along. */
export function renameSchema(
  metastore: Metastore,
  before: SchemaRecord,
  after: SchemaRecord,
): void {
  const { catalog_name } = before;
  if (after.name !== before.name) {
    moveSchema(metastore, before, after);
    metastore.folders.rename([catalog_name, before.name], [catalog_name, after.name]);
  }
  metastore.schemas.put(fullName(catalog_name, after.name), after);
}

/** Keeps a changed catalog, under its new name if it has one: what is in it moves along. */
export function renameCatalog(
  metastore: Metastore,
  before: CatalogRecord,
  after: CatalogRecord,
): void {
  if (after.name !== before.name) {
    for (const schema of metastore.schemasIn(before.name)) {
      const moved = { ...schema, catalog_name: after.name };
      moveSchema(metastore, schema, moved);
      metastore.schemas.put(fullName(after.name, schema.name), moved);
    }
    metastore.catalogs.delete(before.name);
    metastore.folders.rename([before.name], [after.name]);
  }
  metastore.catalogs.put(after.name, after);
}

/** Gives the volumes of a schema its new names, and forgets its old one. */
function moveSchema(metastore: Metastore, from: SchemaRecord, to: SchemaRecord): void {
  const parents = { catalog_name: to.catalog_name, schema_name: to.name };
  for (const volume of metastore.volumesIn(from.catalog_name, from.name)) {
    metastore.volumes.delete(fullName(from.catalog_name, from.name, volume.name));
    const key = fullName(to.catalog_name, to.name, volume.name);
    metastore.volumes.put(key, { ...volume, ...parents });
  }
  metastore.schemas.delete(fullName(from.catalog_name, from.name));
}
