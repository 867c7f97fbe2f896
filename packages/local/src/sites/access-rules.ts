import type { Handlers } from "../contract/index.js";

/** What a caller needs before a call is served, and what the call does to access lists. */
export interface AccessRule {
  /** Only administrators of the workspace. */
  readonly admin?: true;
  /** Whom this is allowed, by name. */
  readonly entitlement?: string;
  /** A level on an object: of which kind, and in which field of the request its id is. */
  readonly object?: readonly [kind: string, field: string, level: string];
  /** A level on something that there is one of: kind, name, level. */
  readonly use?: readonly [kind: string, name: string, level: string];
  /** A level on the job that the run in field `run_id` is of; who submitted the run needs none. */
  readonly run?: string;
  /** Only administrators let what they define run as somebody else. */
  readonly runsAs?: true;
  /** The caller becomes the owner of the object whose id is in a field of the answer. */
  readonly creates?: readonly [kind: string, field: string];
  /** The object is gone afterwards, and its access list with it. */
  readonly deletes?: true;
  /** Of a list in the answer, only those that the caller may see are shown. */
  readonly shows?: readonly [list: string, kind: string, field: string];
}

/** What each operation needs; those that are not here need nothing but to be let in. */
export type AccessRules = {
  readonly [Service in keyof Handlers]?: {
    readonly [Method in keyof Handlers[Service]]?: AccessRule;
  };
};

const ADMIN: AccessRule = { admin: true };
const SCIM = { create: ADMIN, delete: ADMIN, patch: ADMIN, update: ADMIN };
const IP_LISTS = {
  get: ADMIN,
  list: ADMIN,
  create: ADMIN,
  replace: ADMIN,
  update: ADMIN,
  delete: ADMIN,
};

const cluster = (level: string): AccessRule => ({ object: ["clusters", "cluster_id", level] });
const job = (level: string): AccessRule => ({ object: ["jobs", "job_id", level] });
const repo = (level: string): AccessRule => ({ object: ["repos", "repo_id", level] });
const tokens: AccessRule = { use: ["authorization", "tokens", "CAN_USE"] };

/** What the calls of a workspace need. */
export const ACCESS_RULES: AccessRules = {
  "compute.ClustersAPI": {
    create: { entitlement: "allow-cluster-create", creates: ["clusters", "cluster_id"] },
    get: cluster("CAN_ATTACH_TO"),
    events: cluster("CAN_ATTACH_TO"),
    list: { shows: ["clusters", "clusters", "cluster_id"] },
    start: cluster("CAN_RESTART"),
    restart: cluster("CAN_RESTART"),
    delete: cluster("CAN_RESTART"),
    edit: cluster("CAN_MANAGE"),
    update: cluster("CAN_MANAGE"),
    resize: cluster("CAN_MANAGE"),
    permanentDelete: { ...cluster("CAN_MANAGE"), deletes: true },
    pin: ADMIN,
    unpin: ADMIN,
    changeOwner: ADMIN,
  },
  "iam.GroupsAPI": SCIM,
  "iam.GroupsV2API": SCIM,
  "iam.ServicePrincipalsAPI": SCIM,
  "iam.ServicePrincipalsV2API": SCIM,
  "iam.UsersAPI": SCIM,
  "iam.UsersV2API": SCIM,
  "jobs.JobsAPI": {
    create: { creates: ["jobs", "job_id"], runsAs: true },
    submit: { runsAs: true },
    get: job("CAN_VIEW"),
    list: { shows: ["jobs", "jobs", "job_id"] },
    update: { ...job("CAN_MANAGE"), runsAs: true },
    reset: { ...job("CAN_MANAGE"), runsAs: true },
    delete: { ...job("CAN_MANAGE"), deletes: true },
    runNow: job("CAN_MANAGE_RUN"),
    cancelAllRuns: job("CAN_MANAGE_RUN"),
    getRun: { run: "CAN_VIEW" },
    getRunOutput: { run: "CAN_VIEW" },
    exportRun: { run: "CAN_VIEW" },
    listRuns: { shows: ["runs", "jobs", "job_id"] },
    cancelRun: { run: "CAN_MANAGE_RUN" },
    repairRun: { run: "CAN_MANAGE_RUN" },
    deleteRun: { run: "CAN_MANAGE" },
  },
  "oauth2.ServicePrincipalSecretsProxyAPI": { create: ADMIN, delete: ADMIN, list: ADMIN },
  "settings.IpAccessListsAPI": IP_LISTS,
  "settings.TokenManagementAPI": {
    list: ADMIN,
    get: ADMIN,
    delete: ADMIN,
    updateTokenManagement: ADMIN,
    createOboToken: ADMIN,
  },
  "settings.TokensAPI": { create: tokens, list: tokens, update: tokens },
  "settings.WorkspaceConfAPI": { getStatus: ADMIN, setStatus: ADMIN },
  "workspace.ReposAPI": {
    create: { creates: ["repos", "id"] },
    get: repo("CAN_READ"),
    list: { shows: ["repos", "repos", "id"] },
    update: repo("CAN_MANAGE"),
    delete: { ...repo("CAN_MANAGE"), deletes: true },
  },
};
