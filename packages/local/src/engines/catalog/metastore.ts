import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import {
  missing,
  nothingToUpdate,
  principalMissing,
  readOnly,
  type Kind,
} from "./catalog-errors.js";
import { fullName } from "./object-name.js";
import type { Audited, CatalogRecord, SchemaRecord, VolumeRecord } from "./records.js";

/** The real folders of catalogs, schemas and volumes. */
export interface VolumeFolders {
  /** @param location of an external volume: the files that lie there come with it */
  create(name: readonly string[], location?: string): void;
  rename(from: readonly string[], to: readonly string[]): void;
  /** @param location of an external volume: its files are kept for the next one there */
  remove(name: readonly string[], location?: string): void;
}

/** What the engine needs. */
export interface CatalogOptions {
  /** The workspace's own scope; used in it are collections `metastore`, `catalogs`, `schemas`, `volumes`. */
  readonly store: Store;
  readonly clock: Clock;
  /** Who owns what is there from the start. */
  readonly admin: string;
  /** Default: volumes have none. */
  readonly folders?: VolumeFolders;
  /** Whether there is such a user, group or service principal. Default: there always is. */
  readonly isPrincipal?: (name: string) => boolean;
}

/** New values of some fields; undefined: as it is. */
type Changes<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/** What all objects of the catalog stand in. */
export class Metastore {
  readonly id: string;
  /** Nothing was ever kept in it. */
  readonly isNew: boolean;
  /** By name. */
  readonly catalogs: Collection<CatalogRecord>;
  /** By full name. */
  readonly schemas: Collection<SchemaRecord>;
  /** By full name. */
  readonly volumes: Collection<VolumeRecord>;
  readonly folders: VolumeFolders;
  readonly #options: CatalogOptions;

  constructor(options: CatalogOptions) {
    const { store, folders } = options;
    this.#options = options;
    this.catalogs = store.collection("catalogs");
    this.schemas = store.collection("schemas");
    this.volumes = store.collection("volumes");
    this.folders = folders ?? { create: () => {}, rename: () => {}, remove: () => {} };
    const own = store.collection<{ id: string }>("metastore");
    const known = own.get("id");
    this.isNew = known === undefined;
    this.id = known?.id ?? randomUUID();
    own.put("id", { id: this.id });
  }

  /** Runs `work` whole or not at all. */
  change<T>(work: () => T): T {
    return this.#options.store.transaction(work);
  }

  /** @throws {WorkspaceError} when there is no such catalog */
  catalog(name: string): CatalogRecord {
    const found = this.catalogs.get(name.toLowerCase());
    if (found) return found;
    throw missing("Catalog", name);
  }

  /** @throws {WorkspaceError} when there is no such schema, or catalog */
  schema(catalog: string, schema: string): SchemaRecord {
    const found = this.schemas.get(fullName(catalog, schema));
    if (found) return found;
    this.catalog(catalog);
    throw missing("Schema", `${catalog}.${schema}`);
  }

  schemasIn(catalog: string): SchemaRecord[] {
    return this.schemas.values().filter(({ catalog_name }) => catalog_name === catalog);
  }

  volumesIn(catalog: string, schema?: string): VolumeRecord[] {
    return this.volumes.values().filter(({ catalog_name, schema_name }) => {
      return catalog_name === catalog && (schema === undefined || schema_name === schema);
    });
  }

  /** @throws {WorkspaceError} when a catalog, or a schema in it, is the platform's */
  checkWritable(catalog: CatalogRecord, schema?: string): void {
    if (catalog.isReadOnly) throw readOnly("Catalog", catalog.name);
    if (schema !== "information_schema") return;
    throw readOnly("Schema", fullName(catalog.name, schema));
  }

  /** What a new object is marked with. */
  created(user: string): Audited {
    const now = this.#options.clock.now();
    return { owner: user, created_at: now, created_by: user, updated_at: now, updated_by: user };
  }

  /**
   * A record with those of the changes that are given.
   *
   * @throws {WorkspaceError} when nothing is to change, or the owner is nobody
   */
  updated<T extends Audited>(kind: Kind, record: T, changes: Changes<T>, user: string): T {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (given.length === 0) throw nothingToUpdate(kind);
    const { owner } = changes;
    const { isPrincipal, clock } = this.#options;
    if (owner !== undefined && isPrincipal?.(owner) === false) throw principalMissing(owner);
    const marks = { updated_at: clock.now(), updated_by: user };
    return { ...record, ...(Object.fromEntries(given) as Partial<T>), ...marks };
  }
}
