import type { ClusterEngine } from "../engines/compute/index.js";
import type { JobsEngine } from "../engines/jobs/index.js";
import type { ReposEngine } from "../engines/repos/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { Access } from "./guard-handlers.js";

/** The engines whose objects rights can be given on. */
export interface ObjectEngines {
  readonly clusters: ClusterEngine;
  readonly jobs: JobsEngine;
  readonly repos: ReposEngine;
}

/** The objects of a workspace as permissions see them. */
export interface ObjectsPort {
  /** Whether there is an object of a kind, e.g. `clusters`; undefined: there is no such kind. */
  readonly exists: (kind: string, id: string) => boolean | undefined;
  readonly runOf: Access["runOf"];
}

/** Looks for objects where they are kept. */
export function objectsPort({ clusters, jobs, repos }: ObjectEngines): ObjectsPort {
  const find: Readonly<Record<string, (id: string) => unknown>> = {
    clusters: (id) => clusters.state(id),
    jobs: (id) => jobs.get(Number(id)),
    repos: (id) => repos.get(Number(id)),
  };
  return {
    exists: (kind, id) => {
      const look = find[kind];
      return look && found(() => look(id)) !== undefined;
    },
    runOf: (runId) => {
      const run = found(() => jobs.runs.get(Number(runId)).run);
      return run && { jobId: String(run.job_id), creator: run.creator_user_name };
    },
  };
}

/** What is there; undefined where an engine says that it isn't. */
function found<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof WorkspaceError) return undefined;
    throw error;
  }
}
