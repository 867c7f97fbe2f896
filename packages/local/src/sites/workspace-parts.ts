import { join } from "node:path";
import type { ControlledClock } from "../clock/index.js";
import { ClusterEngine } from "../engines/compute/index.js";
import { DbfsEngine } from "../engines/files/index.js";
import { IdentityEngine } from "../engines/identity/index.js";
import { JobsEngine, type RunAccess, type RunIdentity } from "../engines/jobs/index.js";
import { ReposEngine } from "../engines/repos/index.js";
import { clustersHandlers } from "../handlers/clusters.js";
import { currentUserHandlers } from "../handlers/current-user.js";
import { dbfsHandlers } from "../handlers/dbfs.js";
import { jobsHandlers } from "../handlers/jobs.js";
import { reposHandlers } from "../handlers/repos.js";
import { tokensHandlers } from "../handlers/tokens.js";
import type { HandlerSet } from "../http/index.js";
import type { Store } from "../state/index.js";
import { clustersPort } from "./clusters-port.js";

/** What the engines of one workspace are made with. */
export interface WorkspaceSurroundings {
  readonly workspaceId: number;
  /** The workspace's own. */
  readonly store: Store;
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
  /** Ends processes and removes what is temporary. */
  close(): Promise<void>;
}

/** Builds the engines of one workspace and connects their ports. */
export function workspaceParts(surroundings: WorkspaceSurroundings): WorkspaceParts {
  const { store, clock, admin, workspaceId } = surroundings;
  const files = (name: string): { folder?: string } => {
    return surroundings.folder === undefined ? {} : { folder: join(surroundings.folder, name) };
  };
  const identity = new IdentityEngine({ store, clock });
  identity.tokens.register(identity.ensureUser({ ...admin, admin: true }).id, admin.token);
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
  return {
    identity,
    handlers: {
      "compute.ClustersAPI": clustersHandlers(clusters),
      "files.DbfsAPI": dbfsHandlers(dbfs),
      "iam.CurrentUserAPI": currentUserHandlers(identity),
      "jobs.JobsAPI": jobsHandlers(jobs),
      "settings.TokensAPI": tokensHandlers(identity),
      "workspace.ReposAPI": reposHandlers(repos),
    },
    close: async () => {
      await Promise.all([jobs.close(), repos.close()]);
      dbfs.close();
    },
  };
}

function isDbfs(path: string): boolean {
  return path.startsWith("dbfs:") || path.startsWith("/dbfs/");
}

/** A token of the run's user, for as long as the task runs. */
function runAccess(identity: IdentityEngine, host: string, run: RunIdentity): RunAccess {
  const { id } = identity.ensureUser({ userName: run.userName });
  const { token_value, token_info } = identity.tokens.create(id, { comment: `run ${run.runId}` });
  const revoke = (): void => identity.tokens.delete(id, token_info.token_id);
  return { host, token: token_value, revoke };
}
