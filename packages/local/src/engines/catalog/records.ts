/** What every object has. Times are milliseconds since the Unix epoch. */
export interface Audited {
  readonly owner: string;
  readonly comment?: string | undefined;
  readonly created_at: number;
  readonly created_by: string;
  readonly updated_at: number;
  readonly updated_by: string;
}

/** Whether tables are tended to; `INHERIT` leaves it to the parent. */
export type PredictiveOptimization = "DISABLE" | "ENABLE" | "INHERIT" | (string & {});

/** What a catalog can be created with, or changed to. */
export interface CatalogSettings {
  readonly comment?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
  readonly custom_max_retention_hours?: bigint | number | undefined;
}

/** A catalog as it is kept. */
export interface CatalogRecord extends Audited, CatalogSettings {
  readonly id: string;
  readonly name: string;
  readonly catalog_type: string;
  readonly isolation_mode: string;
  readonly enable_predictive_optimization: PredictiveOptimization;
  readonly storage_root?: string | undefined;
  readonly connection_name?: string | undefined;
  readonly provider_name?: string | undefined;
  readonly share_name?: string | undefined;
  /** Nobody may change what is in it. */
  readonly isReadOnly?: true;
}

/** What a schema can be created with, or changed to. */
export interface SchemaSettings {
  readonly comment?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly custom_max_retention_hours?: bigint | number | undefined;
}

/** A schema as it is kept. */
export interface SchemaRecord extends Audited, SchemaSettings {
  readonly id: string;
  readonly catalog_name: string;
  readonly name: string;
  readonly enable_predictive_optimization: PredictiveOptimization;
  readonly storage_root?: string | undefined;
}

/** A volume as it is kept. */
export interface VolumeRecord extends Audited {
  readonly id: string;
  readonly catalog_name: string;
  readonly schema_name: string;
  readonly name: string;
  readonly volume_type: "EXTERNAL" | "MANAGED";
  readonly storage_location: string;
}
