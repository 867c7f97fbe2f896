import { join } from "node:path";
import type { ControlledClock } from "../clock/index.js";
import { ClusterEngine } from "../engines/compute/index.js";
import { IdentityEngine, type Directory } from "../engines/identity/index.js";
import { JobsEngine, type Notebook } from "../engines/jobs/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import { PermissionEngine } from "../engines/permissions/index.js";
import { ReposEngine } from "../engines/repos/index.js";
import type { WorkspaceTree } from "../engines/workspace-tree/index.js";
import type { HandlerSet, RawRoute, WrapHandler } from "../http/index.js";
import { pythonKit } from "../python/index.js";
import type { Store } from "../state/index.js";
import type { StorageProtocol } from "../storage-routes/index.js";
import type { AccessRules } from "./access-rules.js";
import { clustersPart } from "./clusters-part.js";
import { clustersPort } from "./clusters-port.js";
import { commandsPart } from "./commands-part.js";
import { computeExtrasPart } from "./compute-extras-part.js";
import { computeExtras } from "./compute-extras.js";
import { filesPart, type FilesPart } from "./files-part.js";
import { guardBy } from "./guard-handlers.js";
import { identityPart } from "./identity-part.js";
import { jobsPart } from "./jobs-part.js";
import { objectsPort } from "./objects-port.js";
import { principalsPort } from "./principals-port.js";
import { programAccess } from "./program-access.js";
import { reposPart } from "./repos-part.js";
import { servingPart, type ServingReplies } from "./serving-part.js";
import { secretsPart } from "./secrets-part.js";
import { settingsPart } from "./settings-part.js";
import type { WorkspacePart } from "./workspace-part.js";
import { workspaceTreePart } from "./workspace-tree-part.js";

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
  /** How clients get at cloud storage. */
  readonly storage: StorageProtocol;
  /** What answers in place of models and of services outside. */
  readonly replies: ServingReplies;
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
  const extras = computeExtras({
    store,
    clock,
    identity,
    clusters: () => clusters,
    permissions: () => permissions,
  });
  const clusters: ClusterEngine = new ClusterEngine({
    store,
    clock,
    isPrincipal,
    ...extras.ports,
    prepare: (...start) => commands.prepare(...start),
  });
  const filesystem = filesPart({
    store,
    clock,
    folder: files,
    admin: admin.userName,
    isPrincipal: (name) => isPrincipal(name) || identity.groupByName(name) !== undefined,
    storage: surroundings.storage,
  });
  const repos = new ReposEngine({ store, ...files("repos") });
  const locate = (path: string): string | undefined =>
    locateProgram(path, filesystem, workspace.tree);
  const kit = pythonKit({
    paths: () => ({
      workspace: workspace.tree.root(),
      volumes: filesystem.volumes.root(),
      dbfs: filesystem.dbfs.root(),
    }),
  });
  const commands = commandsPart({
    store,
    clock,
    folder: files,
    workspaceId,
    host: surroundings.host,
    identity,
    clusters,
    kit,
    locate,
  });
  const jobs = new JobsEngine({
    store,
    clock,
    workspaceId,
    ...files("jobs"),
    clusters: clustersPort(clusters, clock, admin.userName),
    kit,
    findProgram: (path) => {
      const file = locate(path);
      return file === undefined ? undefined : { file };
    },
    findNotebook: (path) => notebookAt(path, workspace.tree),
    grantAccess: ({ userName, runId }) =>
      programAccess(identity, surroundings.host(), userName, `run ${runId}`),
  });
  const objects = objectsPort(jobs, () => parts);
  const permissions: PermissionEngine = new PermissionEngine({
    store,
    principals: principalsPort(identity),
    exists: objects.exists,
    inherited: objects.inherited,
  });
  const workspace = workspaceTreePart({
    store,
    clock,
    folder: files,
    identity,
    repos,
    permissions,
  });
  const parts: readonly WorkspacePart[] = [
    identityPart(identity, permissions, surroundings.oauth, workspaceId),
    settingsPart(store, clock),
    filesystem,
    reposPart(repos, permissions),
    workspace,
    secretsPart({ store, clock, folder: files, identity }),
    clustersPart(clusters, permissions),
    computeExtrasPart(extras, clusters, permissions, adminId),
    servingPart({ ...surroundings, identity, permissions, adminId }),
    commands,
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

/** Where the file of a path lies on this machine: of a volume, of DBFS, or of the tree. */
function locateProgram(
  path: string,
  { dbfs, volumes }: FilesPart,
  tree: WorkspaceTree,
): string | undefined {
  const inVolume = path.replace(/^dbfs:(?=\/Volumes\/)/, "");
  if (inVolume.startsWith("/Volumes/")) return volumes.locate(inVolume);
  const isDbfs = path.startsWith("dbfs:") || path.startsWith("/dbfs/");
  return isDbfs ? dbfs.locateFile(path) : tree.locate(path);
}

function notebookAt(path: string, tree: WorkspaceTree): Notebook | undefined {
  const found = tree.notebook(path);
  if (!found) return undefined;
  const { language, source, file } = found;
  return { language, program: file === undefined ? { bytes: Buffer.from(source) } : { file } };
}
