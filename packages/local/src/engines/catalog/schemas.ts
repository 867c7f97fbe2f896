import { randomUUID } from "node:crypto";
import { exists, schemaNotEmpty } from "./catalog-errors.js";
import type { Metastore } from "./metastore.js";
import { fullName, newName } from "./object-name.js";
import { type Page, type PageQuery, pageOf } from "./page.js";
import type { PredictiveOptimization, SchemaRecord, SchemaSettings } from "./records.js";
import { removeSchema, renameSchema } from "./cascade.js";
import { schemaInfo, type SchemaInfo } from "./schema-info.js";

/** A schema to create. */
export interface NewSchema extends SchemaSettings {
  readonly catalog_name: string;
  readonly name: string;
  readonly storage_root?: string | undefined;
}

/** What may change of a schema. */
export interface SchemaChange extends SchemaSettings {
  readonly new_name?: string | undefined;
  readonly owner?: string | undefined;
  readonly enable_predictive_optimization?: PredictiveOptimization | undefined;
}

/** The schemas of all catalogs. */
export class Schemas {
  readonly #metastore: Metastore;

  constructor(metastore: Metastore) {
    this.#metastore = metastore;
  }

  create({ catalog_name, name, ...settings }: NewSchema, user: string): SchemaInfo {
    const catalog = this.#metastore.catalog(catalog_name);
    this.#metastore.checkWritable(catalog);
    const record: SchemaRecord = {
      ...settings,
      ...this.#metastore.created(user),
      id: randomUUID(),
      catalog_name: catalog.name,
      name: newName("Schema", "CreateSchema", name),
      enable_predictive_optimization: "INHERIT",
    };
    this.#checkFree(record);
    this.#metastore.schemas.put(fullName(catalog.name, record.name), record);
    return this.#info(record);
  }

  get(full: string): SchemaInfo {
    return this.#info(this.#find(full));
  }

  list(catalog: string, query: PageQuery): Page<SchemaInfo> {
    const { name } = this.#metastore.catalog(catalog);
    const { items, ...rest } = pageOf(this.#metastore.schemasIn(name), query);
    return { items: items.map((record) => this.#info(record)), ...rest };
  }

  update(full: string, { new_name, ...changes }: SchemaChange, user: string): SchemaInfo {
    const record = this.#find(full);
    this.#checkWritable(record);
    const name = new_name === undefined ? undefined : newName("Schema", "UpdateSchema", new_name);
    const updated = this.#metastore.updated("Schema", record, { ...changes, name }, user);
    if (updated.name !== record.name) this.#checkFree(updated);
    this.#metastore.change(() => renameSchema(this.#metastore, record, updated));
    return this.#info(updated);
  }

  /** @param force removes what is in it too */
  delete(full: string, force = false): void {
    const record = this.#find(full);
    this.#checkWritable(record);
    const volumes = this.#metastore.volumesIn(record.catalog_name, record.name).length;
    if (volumes > 0 && !force) {
      throw schemaNotEmpty(fullName(record.catalog_name, record.name), volumes);
    }
    this.#metastore.change(() => removeSchema(this.#metastore, record));
  }

  #find(full: string): SchemaRecord {
    const [catalog = "", ...rest] = full.split(".");
    return this.#metastore.schema(catalog, rest.join("."));
  }

  #checkWritable({ catalog_name, name }: SchemaRecord): void {
    this.#metastore.checkWritable(this.#metastore.catalog(catalog_name), name);
  }

  #checkFree({ catalog_name, name }: SchemaRecord): void {
    if (this.#metastore.schemas.get(fullName(catalog_name, name))) throw exists("Schema", name);
  }

  #info(record: SchemaRecord): SchemaInfo {
    return schemaInfo(this.#metastore, record);
  }
}
