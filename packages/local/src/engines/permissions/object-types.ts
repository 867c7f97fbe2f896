import { WorkspaceError } from "../../errors/index.js";

/** How rights on one kind of object are given. */
export interface ObjectType {
  /** Where such objects are, as `object_id` begins. */
  readonly path: string;
  /** `cluster`: the type as answers name it. */
  readonly name: string;
  /** From the least to the most; each includes those before it. */
  readonly levels: readonly string[];
  /** What everybody in the workspace has until somebody says otherwise. */
  readonly everybody?: string;
  /** There is one such thing, and it is always there. */
  readonly single?: true;
  /** Whoever may not know of an object is not told whether it is there. */
  readonly secret?: true;
}

/** What has an owner has exactly one. */
export const OWNER = "IS_OWNER";

const FILE = ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"];
const USE = ["CAN_USE", "CAN_MANAGE"];
const QUERY = ["CAN_QUERY", "CAN_MANAGE"];
const MODEL = [
  "CAN_READ",
  "CAN_EDIT",
  "CAN_MANAGE_STAGING_VERSIONS",
  "CAN_MANAGE_PRODUCTION_VERSIONS",
  "CAN_MANAGE",
];
const WAREHOUSE = ["CAN_USE", "CAN_MONITOR", "CAN_VIEW", "CAN_MANAGE", OWNER];

type Rest = Partial<Omit<ObjectType, "levels" | "name">>;

function type(key: string, name: string, levels: readonly string[], rest: Rest = {}): ObjectType {
  return { path: `/${key}/`, name, levels, ...rest };
}

/** Every kind of object by its name in paths of the API. */
const TYPES: Readonly<Record<string, ObjectType>> = {
  alertsv2: type("alertsv2", "alertv2", FILE),
  apps: type("apps", "apps", USE),
  "authorization/passwords": type("authorization/passwords", "passwords", ["CAN_USE"], {
    everybody: "CAN_USE",
    single: true,
  }),
  "authorization/tokens": type("authorization/tokens", "tokens", USE, {
    everybody: "CAN_USE",
    single: true,
  }),
  "cluster-policies": type("cluster-policies", "cluster-policy", ["CAN_USE"]),
  clusters: type("clusters", "cluster", ["CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE"]),
  dashboards: type("dashboards", "dashboard", FILE),
  "database-instances": type("database-instances", "database-instances", USE),
  "database-projects": type("database-projects", "database-projects", ["CAN_CREATE", ...USE]),
  "dbsql-dashboards": type("dbsql-dashboards", "dashboard", FILE),
  directories: type("directories", "directory", FILE),
  experiments: type("experiments", "mlflowExperiment", ["CAN_READ", "CAN_EDIT", "CAN_MANAGE"]),
  files: type("files", "file", FILE),
  genie: type("genie", "genie-space", FILE),
  "instance-pools": type("instance-pools", "instance-pool", ["CAN_ATTACH_TO", "CAN_MANAGE"]),
  jobs: type("jobs", "job", ["CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE", OWNER], {
    secret: true,
  }),
  "knowledge-assistants": type("knowledge-assistants", "knowledge-assistants", QUERY),
  notebooks: type("notebooks", "notebook", FILE),
  pipelines: type("pipelines", "pipelines", ["CAN_VIEW", "CAN_RUN", "CAN_MANAGE", OWNER]),
  "registered-models": type("registered-models", "registered-model", MODEL),
  repos: type("repos", "repo", FILE),
  "serving-endpoints": type("serving-endpoints", "serving-endpoint", ["CAN_VIEW", ...QUERY]),
  "sql/alerts": type("sql/alerts", "alert", FILE),
  "sql/queries": type("sql/queries", "query", FILE),
  "sql/warehouses": type("sql/warehouses", "warehouses", WAREHOUSE),
  "supervisor-agents": type("supervisor-agents", "supervisor-agents", QUERY),
  "vector-search-endpoints": type("vector-search-endpoints", "vector-search-endpoints", USE),
  warehouses: type("sql/warehouses", "warehouses", WAREHOUSE),
};

/** One object that rights are given on. */
export interface ObjectRef {
  /** The name of its kind, the same whichever path led to it. */
  readonly key: string;
  /** Empty for what there is one of. */
  readonly id: string;
  readonly type: ObjectType;
}

/**
 * The object at `/api/2.0/permissions/{type}/{id}`.
 *
 * @throws WorkspaceError for a kind that there isn't
 */
export function objectRef(kind: string, id: string): ObjectRef {
  const single = TYPES[`${kind}/${id}`];
  if (single?.single) return { key: `${kind}/${id}`, id: "", type: single };
  const type = Object.hasOwn(TYPES, kind) ? TYPES[kind] : undefined;
  if (type && !type.single) return { key: type.path.slice(1, -1), id, type };
  const known = Object.keys(TYPES).join(", ");
  throw new WorkspaceError(
    "INVALID_PARAMETER_VALUE",
    `'${kind}' is not a supported object type: use one of ${known}.`,
  );
}

/** `/clusters/0101-000000-abcdefgh` */
export function objectId({ type, id }: ObjectRef): string {
  return type.single ? type.path.slice(0, -1) : type.path + id;
}

/** The most that can be given to anybody, owning left aside. */
export function highest({ levels }: ObjectType): string {
  return levels.filter((level) => level !== OWNER).at(-1) ?? "";
}

/** Whether one level includes another. */
export function includes({ levels }: ObjectType, given: string, wanted: string): boolean {
  return levels.indexOf(given) >= levels.indexOf(wanted);
}
