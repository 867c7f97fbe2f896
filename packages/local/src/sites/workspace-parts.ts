import { join } from "node:path";
import type { ControlledClock } from "../clock/index.js";
import { ClusterEngine } from "../engines/compute/index.js";
import { DbfsEngine } from "../engines/files/index.js";
import { IdentityEngine, type Directory } from "../engines/identity/index.js";
import { IpAccessEngine, WorkspaceConf } from "../engines/ip-access/index.js";
import { JobsEngine, type RunAccess, type RunIdentity } from "../engines/jobs/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import { PermissionEngine } from "../engines/permissions/index.js";
import { ReposEngine } from "../engines/repos/index.js";
import { WorkspaceError } from "../errors/index.js";
import { clustersHandlers } from "../handlers/clusters.js";
import { currentUserHandlers } from "../handlers/current-user.js";
import { dbfsHandlers } from "../handlers/dbfs.js";
import { ipAccessListsHandlers } from "../handlers/ip-access-lists.js";
import { jobsHandlers } from "../handlers/jobs.js";
import {
  objectPermissionsHandlers,
  type ObjectPermissionsHandlers,
} from "../handlers/object-permissions.js";
import { permissionsHandlers } from "../handlers/permissions.js";
import { reposHandlers } from "../handlers/repos.js";
import { scimHandlers } from "../handlers/scim.js";
import { servicePrincipalSecretsProxyHandlers } from "../handlers/service-principal-secrets.js";
import { tokenManagementHandlers } from "../handlers/token-management.js";
import { tokensHandlers } from "../handlers/tokens.js";
import { workspaceConfHandlers } from "../handlers/workspace-conf.js";
import type { HandlerSet, WrapHandler } from "../http/index.js";
import type { Store } from "../state/index.js";
import { ACCESS_RULES } from "./access-rules.js";
import { clustersPort } from "./clusters-port.js";
import { guardBy } from "./guard-handlers.js";
import { objectsPort } from "./objects-port.js";
import { principalsPort } from "./principals-port.js";

/** What the engines of one workspace are made with. */
export interface WorkspaceSurroundings {
  readonly workspaceId: number;
  /** The workspace's own. */
  readonly store: Store;
  /** Everybody in the account. */
  readonly directory: Directory;
  /** The account's. */
  readonly oauth: OAuthEngine;
  readonly clock: ControlledClock;
  /** The workspace's own; undefined: nothing is to be kept. */
  readonly folder: string | undefined;
  /** The administrator's user name, and the token that is always good. */
  readonly admin: { readonly userName: string; readonly token: string };
  /** Where the server answers. */
  readonly host: () => string;
}

/** The engines of one workspace and the handlers on top of them. */
export interface WorkspaceParts {
  readonly identity: IdentityEngine;
  readonly handlers: HandlerSet;
  /** Lets those call them who have the rights for it. */
  readonly guard: WrapHandler;
  /** Ends processes and removes what is temporary. */
  close(): Promise<void>;
}

/** Builds the engines of one workspace and connects their ports. */
export function workspaceParts(surroundings: WorkspaceSurroundings): WorkspaceParts {
  const { store, directory, clock, admin, workspaceId } = surroundings;
  const files = (name: string): { folder?: string } => {
    return surroundings.folder === undefined ? {} : { folder: join(surroundings.folder, name) };
  };
  const identity = new IdentityEngine({ directory, workspaceId, store, clock });
  const { id: adminId } = identity.ensureUser({ ...admin, admin: true, accountAdmin: true });
  identity.tokens.register(adminId, admin.token);
  const isPrincipal = (name: string): boolean => identity.isPrincipal(name);
  const clusters = new ClusterEngine({ store, clock, isPrincipal });
  const dbfs = new DbfsEngine({ clock, ...files("dbfs") });
  const repos = new ReposEngine({ store, ...files("repos") });
  const jobs = new JobsEngine({
    store,
    clock,
    workspaceId,
    ...files("jobs"),
    clusters: clustersPort(clusters, clock, admin.userName),
    findProgram: (path) => {
      const file = isDbfs(path) ? dbfs.locateFile(path) : repos.locate(path);
      return file === undefined ? undefined : { file };
    },
    grantAccess: (run) => runAccess(identity, surroundings.host(), run),
  });
  const objects = objectsPort({ clusters, jobs, repos });
  const permissions = new PermissionEngine({
    store,
    principals: principalsPort(identity),
    exists: objects.exists,
  });
  return {
    identity,
    guard: guardBy(ACCESS_RULES, {
      permissions,
      isAdmin: (id) => identity.isAdmin(id),
      isEntitled: (id, name) => identity.isEntitled(id, name),
      runOf: objects.runOf,
    }),
    handlers: {
      "compute.ClustersAPI": {
        ...clustersHandlers(clusters),
        ...objectPermissionsHandlers(
          permissions,
          "clusters",
          (request: { cluster_id: string }) => request.cluster_id,
        ),
      },
      "files.DbfsAPI": dbfsHandlers(dbfs),
      "iam.PermissionsAPI": permissionsHandlers(permissions),
      ...identityHandlers(identity, permissions, workspaceId),
      ...settingsHandlers(store, clock),
      "jobs.JobsAPI": {
        ...jobsHandlers(jobs),
        ...objectPermissionsHandlers(
          permissions,
          "jobs",
          (request: { job_id: string }) => request.job_id,
        ),
      },
      "oauth2.ServicePrincipalSecretsProxyAPI": servicePrincipalSecretsProxyHandlers(
        surroundings.oauth,
        (id) => identity.find(id)?.kind === "servicePrincipal",
      ),
      "workspace.ReposAPI": {
        ...reposHandlers(repos),
        ...objectPermissionsHandlers(
          permissions,
          "repos",
          (request: { repo_id: string }) => request.repo_id,
        ),
      },
    },
    close: async () => {
      await Promise.all([jobs.close(), repos.close()]);
      dbfs.close();
    },
  };
}

function identityHandlers(
  identity: IdentityEngine,
  permissions: PermissionEngine,
  workspaceId: number,
): HandlerSet {
  const { users, groups, servicePrincipals } = identity;
  const one = (kind: string): ObjectPermissionsHandlers<object> =>
    objectPermissionsHandlers(permissions, "authorization", () => kind);
  const usersAndPasswords = { ...scimHandlers(users), ...one("passwords") };
  return {
    "iam.CurrentUserAPI": currentUserHandlers(identity),
    "iam.GroupsAPI": scimHandlers(groups),
    "iam.GroupsV2API": scimHandlers(groups),
    "iam.ServicePrincipalsAPI": scimHandlers(servicePrincipals),
    "iam.ServicePrincipalsV2API": scimHandlers(servicePrincipals),
    "iam.UsersAPI": usersAndPasswords,
    "iam.UsersV2API": usersAndPasswords,
    "settings.TokenManagementAPI": {
      ...tokenManagementHandlers(identity, workspaceId),
      ...one("tokens"),
    },
    "settings.TokensAPI": tokensHandlers(identity),
  };
}

function settingsHandlers(store: Store, clock: ControlledClock): HandlerSet {
  const conf = new WorkspaceConf(store, (key, value) => {
    if (key === "enableIpAccessLists" && value === "true") lists.checkEnabling();
  });
  const isEnabled = (): boolean => conf.get("enableIpAccessLists") === "true";
  const lists = new IpAccessEngine({ store, clock, isEnabled });
  return {
    "settings.IpAccessListsAPI": ipAccessListsHandlers(lists),
    "settings.WorkspaceConfAPI": workspaceConfHandlers(conf),
  };
}

function isDbfs(path: string): boolean {
  return path.startsWith("dbfs:") || path.startsWith("/dbfs/");
}

/** A token of the run's user, for as long as the task runs. */
function runAccess(identity: IdentityEngine, host: string, run: RunIdentity): RunAccess {
  const { userName, runId } = run;
  const principal = identity.principalByName(userName);
  if (!principal) {
    const text = `The run is to run as ${userName}, who is not an active user of the workspace.`;
    throw new WorkspaceError("PERMISSION_DENIED", text);
  }
  const { id } = principal;
  const { token_value, token_info } = identity.tokens.create(id, { comment: `run ${runId}` });
  const revoke = (): void => identity.tokens.delete(id, token_info.token_id);
  return { host, token: token_value, revoke };
}
