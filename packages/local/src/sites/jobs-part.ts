import { JobsEngine, noJob } from "../engines/jobs/index.js";
import type { Library } from "../engines/libraries/index.js";
import { existingId } from "../handlers/exact-id.js";
import { jobsHandlers } from "../handlers/jobs.js";
import { objectPermissionsHandlers } from "../handlers/object-permissions.js";
import type { AccessRule } from "./access-rules.js";
import { clustersPort } from "./clusters-port.js";
import type { ComputeParts } from "./compute-parts.js";
import type { DataParts } from "./data-parts.js";
import type { WorkspaceBase } from "./workspace-base.js";
import type { WorkspacePart } from "./workspace-part.js";

const job = (level: string): AccessRule => ({ object: ["jobs", "job_id", level] });

/** The jobs of a workspace and their runs. */
export interface JobsPart extends WorkspacePart {
  readonly jobs: JobsEngine;
}

/** Builds them. */
export function jobsPart(base: WorkspaceBase, data: DataParts, compute: ComputeParts): JobsPart {
  const { permissions, store, clock, workspaceId } = base;
  const { clusters, libraries } = compute;
  const jobs = new JobsEngine({
    store,
    clock,
    workspaceId,
    ...base.folder("jobs"),
    ...(base.python !== undefined && { python: base.python }),
    kit: data.kit,
    clusters: clustersPort(clusters, clock, (id, level, userName) => {
      const user = base.identity.principalByName(userName);
      // Those who are not let in any more are refused when the program is to run.
      if (user) permissions.check("clusters", id, level, user.id);
    }),
    libraries: {
      // The request was held against the type.
      installAndWait: (id, wanted) => libraries.installAndWait(id, wanted as readonly Library[]),
      interpreter: (id) => libraries.interpreter(id),
      serverlessEnvironment: (spec) => libraries.serverlessEnvironment(spec),
    },
    findProgram: (path, userName) => {
      const file = data.locate(path, userName);
      return file === undefined ? undefined : { file };
    },
    findNotebook: (path, userName) => data.notebook(path, userName),
    grantAccess: ({ userName, runId }) => data.access(userName, `run ${runId}`),
  });
  return {
    jobs,
    handlers: {
      "jobs.JobsAPI": {
        ...jobsHandlers(jobs),
        ...objectPermissionsHandlers(
          permissions,
          "jobs",
          (request: { job_id: string }) => request.job_id,
        ),
      },
    },
    objects: { jobs: (id) => jobs.get(existingId(id, noJob)) },
    rules: {
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
    },
    close: () => jobs.close(),
  };
}
