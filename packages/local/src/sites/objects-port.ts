import { noRun, type JobsEngine } from "../engines/jobs/index.js";
import type { InheritedGrant } from "../engines/permissions/index.js";
import { WorkspaceError } from "../errors/index.js";
import { existingId } from "../handlers/exact-id.js";
import type { Access } from "./guard-handlers.js";
import type { WorkspacePart } from "./workspace-part.js";

/** The objects of a workspace as permissions see them. */
export interface ObjectsPort {
  /** Whether there is an object of a kind, e.g. `clusters`; undefined: there is no such kind. */
  readonly exists: (kind: string, id: string) => boolean | undefined;
  /** What rights an object has from what it lies in. */
  readonly inherited: (kind: string, id: string) => readonly InheritedGrant[];
  readonly runOf: Access["runOf"];
}

/**
 * Looks for objects where they are kept.
 *
 * Both are asked for at each look, so that they may be made later.
 */
export function objectsPort(
  jobs: () => JobsEngine,
  parts: () => readonly WorkspacePart[],
): ObjectsPort {
  return {
    exists: (kind, id) => {
      const look = parts().find(({ objects }) => objects && Object.hasOwn(objects, kind));
      return look && found(() => look.objects?.[kind]?.(id)) !== undefined;
    },
    inherited: (kind, id) => parts().flatMap(({ inherited }) => inherited?.(kind, id) ?? []),
    runOf: (runId) => {
      const run = found(() => jobs().runs.get(existingId(runId, noRun)).run);
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
