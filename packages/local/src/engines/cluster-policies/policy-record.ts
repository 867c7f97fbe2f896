/** What a caller says of a policy, by the API's names. */
export interface PolicySettings {
  readonly name?: string | undefined;
  /** JSON; not beside a family. */
  readonly definition?: string | undefined;
  readonly description?: string | undefined;
  /** Kept and given back. */
  readonly auto_enforcement_config?: object | undefined;
  /** Kept and given back. */
  readonly libraries?: readonly object[] | undefined;
  /** How many clusters each user may have at a time. Default: no limit. */
  readonly max_clusters_per_user?: number | undefined;
  readonly policy_family_id?: string | undefined;
  /** JSON: rules instead of the family's, or beside them. */
  readonly policy_family_definition_overrides?: string | undefined;
}

/** A policy, as it is kept and shown. */
export interface Policy extends PolicySettings {
  readonly policy_id: string;
  readonly name: string;
  /** JSON: all rules, those of the family too. */
  readonly definition: string;
  readonly creator_user_name?: string;
  /** Milliseconds since the Unix epoch. */
  readonly created_at_timestamp: number;
  /** Whether it is there from the start. */
  readonly is_default: boolean;
}

/** In which order to list policies. */
export interface PolicyQuery {
  /** `POLICY_CREATION_TIME` (the default) or `POLICY_NAME`. */
  readonly sort_column?: string | undefined;
  /** `DESC` (the default) or `ASC`. */
  readonly sort_order?: string | undefined;
}
