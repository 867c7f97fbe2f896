import { randomUUID } from "node:crypto";
import { catalogNotEmpty, exists } from "./catalog-errors.js";
import { catalogInfo, type CatalogInfo } from "./catalog-info.js";
import { removeCatalog, renameCatalog } from "./cascade.js";
import type { Metastore } from "./metastore.js";
import { fullName, newName } from "./object-name.js";
import { type Page, type PageQuery, pageOf } from "./page.js";
import type { CatalogRecord, CatalogSettings, PredictiveOptimization } from "./records.js";

/** The schemas that a catalog is created with. */
const FIRST_SCHEMAS = ["default", "information_schema"];

/** A catalog to create. */
export interface NewCatalog extends CatalogSettings {
  readonly name: string;
  readonly connection_name?: string | undefined;
  readonly provider_name?: string | undefined;
  readonly share_name?: string | undefined;
  readonly storage_root?: string | undefined;
}

/** What may change of a catalog. */
export interface CatalogChange extends CatalogSettings {
  readonly new_name?: string | undefined;
  readonly owner?: string | undefined;
  readonly isolation_mode?: string | undefined;
  readonly enable_predictive_optimization?: PredictiveOptimization | undefined;
}

/** What only the platform gives a catalog. */
export type CatalogMarks = Partial<Pick<CatalogRecord, "catalog_type" | "isReadOnly">>;

/** The catalogs of a workspace. */
export class Catalogs {
  readonly #metastore: Metastore;

  constructor(metastore: Metastore) {
    this.#metastore = metastore;
  }

  /** Creates a catalog and the schemas that every catalog has. */
  create({ name, ...settings }: NewCatalog, user: string, marks: CatalogMarks = {}): CatalogInfo {
    const audit = this.#metastore.created(user);
    const record: CatalogRecord = {
      ...settings,
      ...audit,
      id: randomUUID(),
      name: newName("Catalog", "CreateCatalog", name),
      catalog_type: typeOf(settings),
      isolation_mode: "OPEN",
      enable_predictive_optimization: "INHERIT",
      ...marks,
    };
    this.#checkFree(record.name);
    this.#metastore.change(() => {
      this.#metastore.catalogs.put(record.name, record);
      for (const schema of FIRST_SCHEMAS) {
        this.#metastore.schemas.put(fullName(record.name, schema), {
          ...audit,
          id: randomUUID(),
          catalog_name: record.name,
          name: schema,
          enable_predictive_optimization: "INHERIT",
        });
      }
    });
    return this.#info(record);
  }

  get(name: string): CatalogInfo {
    return this.#info(this.#metastore.catalog(name));
  }

  list(query: PageQuery): Page<CatalogInfo> {
    const { items, ...rest } = pageOf(this.#metastore.catalogs.values(), query);
    return { items: items.map((record) => this.#info(record)), ...rest };
  }

  update(at: string, { new_name, ...changes }: CatalogChange, user: string): CatalogInfo {
    const record = this.#metastore.catalog(at);
    this.#metastore.checkWritable(record);
    const name = new_name === undefined ? undefined : newName("Catalog", "UpdateCatalog", new_name);
    const updated = this.#metastore.updated("Catalog", record, { ...changes, name }, user);
    if (updated.name !== record.name) this.#checkFree(updated.name);
    this.#metastore.change(() => renameCatalog(this.#metastore, record, updated));
    return this.#info(updated);
  }

  /** @param force removes what is in it too */
  delete(name: string, force = false): void {
    const record = this.#metastore.catalog(name);
    this.#metastore.checkWritable(record);
    const held = force ? [] : this.#heldBy(record.name);
    if (held.length > 0) throw catalogNotEmpty(record.name, held);
    this.#metastore.change(() => removeCatalog(this.#metastore, record));
  }

  /** What a catalog holds beside what it was created with. */
  #heldBy(name: string): readonly string[] {
    return this.#metastore
      .schemasIn(name)
      .filter((schema) => {
        const isFirst = FIRST_SCHEMAS.includes(schema.name);
        return !isFirst || this.#metastore.volumesIn(name, schema.name).length > 0;
      })
      .map((schema) => fullName(name, schema.name));
  }

  #checkFree(name: string): void {
    if (this.#metastore.catalogs.get(name)) throw exists("Catalog", name);
  }

  #info(record: CatalogRecord): CatalogInfo {
    return catalogInfo(this.#metastore, record);
  }
}

function typeOf({ connection_name, share_name }: Omit<NewCatalog, "name">): string {
  if (connection_name !== undefined) return "FOREIGN_CATALOG";
  return share_name === undefined ? "MANAGED_CATALOG" : "DELTASHARING_CATALOG";
}
