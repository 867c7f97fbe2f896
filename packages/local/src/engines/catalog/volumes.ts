import { randomUUID } from "node:crypto";
import { exists, invalid, missing } from "./catalog-errors.js";
import { removeVolume, renameVolume } from "./cascade.js";
import { storageLocation } from "./catalog-info.js";
import type { Metastore } from "./metastore.js";
import { fullName, newName } from "./object-name.js";
import { type Page, type PageQuery, pageOf } from "./page.js";
import type { VolumeRecord } from "./records.js";

/** A volume to create. */
export interface NewVolume {
  readonly catalog_name: string;
  readonly schema_name: string;
  readonly name: string;
  readonly volume_type: string;
  readonly comment?: string | undefined;
  /** External volumes only, and they must have one. */
  readonly storage_location?: string | undefined;
}

/** What may change of a volume. */
export interface VolumeChange {
  readonly new_name?: string | undefined;
  readonly owner?: string | undefined;
  readonly comment?: string | undefined;
}

/** A volume as the service shows it. */
export interface VolumeInfo extends Omit<VolumeRecord, "id"> {
  readonly browse_only: boolean;
  readonly full_name: string;
  readonly metastore_id: string;
  readonly volume_id: string;
}

/** The volumes of all schemas. */
export class Volumes {
  readonly #metastore: Metastore;

  constructor(metastore: Metastore) {
    this.#metastore = metastore;
  }

  create(request: NewVolume, user: string): VolumeInfo {
    const schema = this.#metastore.schema(request.catalog_name, request.schema_name);
    const { catalog_name, name: schema_name } = schema;
    this.#metastore.checkWritable(this.#metastore.catalog(catalog_name), schema_name);
    const name = newName("Volume", "CreateVolume", request.name);
    const key = fullName(catalog_name, schema_name, name);
    if (this.#metastore.volumes.get(key)) throw exists("Volume", name);
    const id = randomUUID();
    const location = this.#location(request, id);
    const record: VolumeRecord = {
      ...this.#metastore.created(user),
      id,
      catalog_name,
      schema_name,
      name,
      ...(request.comment !== undefined && { comment: request.comment }),
      ...location,
    };
    const external = location.volume_type === "EXTERNAL" ? location.storage_location : undefined;
    this.#metastore.change(() => {
      this.#metastore.volumes.put(key, record);
      this.#metastore.folders.create([catalog_name, schema_name, name], external);
    });
    return this.#info(record);
  }

  /** Whether there is such a volume. Names must be in lower case. */
  exists(catalog: string, schema: string, volume: string): boolean {
    return this.#metastore.volumes.get(`${catalog}.${schema}.${volume}`) !== undefined;
  }

  get(full: string): VolumeInfo {
    return this.#info(this.#find(full));
  }

  list(catalog: string, schema: string, query: PageQuery): Page<VolumeInfo> {
    const { catalog_name, name } = this.#metastore.schema(catalog, schema);
    const { items, ...rest } = pageOf(this.#metastore.volumesIn(catalog_name, name), query);
    return { items: items.map((record) => this.#info(record)), ...rest };
  }

  update(full: string, { new_name, ...changes }: VolumeChange, user: string): VolumeInfo {
    const record = this.#find(full);
    const name = new_name === undefined ? undefined : newName("Volume", "UpdateVolume", new_name);
    const updated = this.#metastore.updated("Volume", record, { ...changes, name }, user);
    const key = fullName(record.catalog_name, record.schema_name, updated.name);
    if (updated.name !== record.name && this.#metastore.volumes.get(key)) {
      throw exists("Volume", updated.name);
    }
    this.#metastore.change(() => renameVolume(this.#metastore, record, updated));
    return this.#info(updated);
  }

  delete(full: string): void {
    const record = this.#find(full);
    this.#metastore.change(() => removeVolume(this.#metastore, record));
  }

  #find(full: string): VolumeRecord {
    const found = this.#metastore.volumes.get(full.toLowerCase());
    if (found) return found;
    const [catalog = "", schema = ""] = full.split(".");
    this.#metastore.schema(catalog, schema);
    throw missing("Volume", full);
  }

  #location(
    { volume_type, storage_location, name }: NewVolume,
    id: string,
  ): Pick<VolumeRecord, "storage_location" | "volume_type"> {
    if (volume_type === "MANAGED") {
      if (storage_location !== undefined) {
        throw invalid("CreateVolume storage_location can not be provided.");
      }
      const root = `s3://databricks-local/metastore/${this.#metastore.id}`;
      return { volume_type, storage_location: storageLocation(root, "volumes", id) };
    }
    if (volume_type !== "EXTERNAL") {
      throw invalid(`CreateVolume volume_type '${volume_type}': must be MANAGED or EXTERNAL.`);
    }
    if (storage_location === undefined || !/^[a-z][a-z0-9+.-]*:\/\/./i.test(storage_location)) {
      throw invalid(
        `CreateVolume storage_location must be given for external volume '${name}', as a URL, e.g. s3://bucket/folder.`,
      );
    }
    const url = storage_location.replace(/\/+$/, "");
    this.#checkApart(url);
    return { volume_type, storage_location: url };
  }

  /** @throws {WorkspaceError} when a location lies in another's, or around it */
  #checkApart(url: string): void {
    const clash = this.#metastore.volumes.values().find(({ storage_location: other }) => {
      return `${other}/`.startsWith(`${url}/`) || `${url}/`.startsWith(`${other}/`);
    });
    if (!clash) return;
    const { catalog_name, schema_name, name } = clash;
    throw invalid(
      `CreateVolume storage_location '${url}' overlaps with that of volume '${fullName(catalog_name, schema_name, name)}'.`,
    );
  }

  #info({ id, ...record }: VolumeRecord): VolumeInfo {
    return {
      ...record,
      browse_only: false,
      full_name: fullName(record.catalog_name, record.schema_name, record.name),
      metastore_id: this.#metastore.id,
      volume_id: id,
    };
  }
}
