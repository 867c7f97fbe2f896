import { join } from "node:path";
import type { ControlledClock } from "../clock/index.js";
import { ClusterEngine } from "../engines/compute/index.js";
import { DbfsEngine } from "../engines/files/index.js";
import { IdentityEngine, type Directory } from "../engines/identity/index.js";
import { JobsEngine, type RunAccess, type RunIdentity } from "../engines/jobs/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import { PermissionEngine } from "../engines/permissions/index.js";
import { ReposEngine } from "../engines/repos/index.js";
import { WorkspaceError } from "../errors/index.js";
import { dbfsHandlers } from "../handlers/dbfs.js";
import type { HandlerSet, RawRoute, WrapHandler } from "../http/index.js";
import type { Store } from "../state/index.js";
import type { AccessRules } from "./access-rules.js";
import { clustersPart } from "./clusters-part.js";
import { clustersPort } from "./clusters-port.js";
import { guardBy } from "./guard-handlers.js";
import { identityPart } from "./identity-part.js";
import { jobsPart } from "./jobs-part.js";
import { objectsPort } from "./objects-port.js";
import { principalsPort } from "./principals-port.js";
import { reposPart } from "./repos-part.js";
import { settingsPart } from "./settings-part.js";
import type { WorkspacePart } from "./workspace-part.js";

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
  readonly handlers: readonly HandlerSet[];
  readonly rawRoutes: readonly RawRoute[];
  /** Lets those call them who have the rights for it. */
  readonly guard: WrapHandler;
  /** Ends processes and removes what is temporary. */
  close(): Promise<void>;
}

/**
 * Builds the engines of one workspace and connects their ports. What others need comes first in the
 * list of parts, because it is closed last.
 */
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
  const objects = objectsPort(jobs, () => parts);
  const permissions = new PermissionEngine({
    store,
    principals: principalsPort(identity),
    exists: objects.exists,
  });
  const parts: readonly WorkspacePart[] = [
    identityPart(identity, permissions, surroundings.oauth, workspaceId),
    settingsPart(store, clock),
    { handlers: { "files.DbfsAPI": dbfsHandlers(dbfs) }, close: () => dbfs.close() },
    reposPart(repos, permissions),
    clustersPart(clusters, permissions),
    jobsPart(jobs, permissions),
  ];
  return {
    identity,
    handlers: parts.map(({ handlers }) => handlers),
    rawRoutes: parts.flatMap(({ rawRoutes = [] }) => rawRoutes),
    guard: guardBy(rulesOf(parts), {
      permissions,
      isAdmin: (id) => identity.isAdmin(id),
      isEntitled: (id, name) => identity.isEntitled(id, name),
      runOf: objects.runOf,
    }),
    close: async () => {
      // The last first: programs end before the files go that they work on.
      for (const part of parts.toReversed()) await part.close?.();
    },
  };
}

function rulesOf(parts: readonly WorkspacePart[]): AccessRules {
  return Object.assign({}, ...parts.map(({ rules }) => rules)) as AccessRules;
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
