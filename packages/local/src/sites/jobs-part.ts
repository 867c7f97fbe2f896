import type { JobsEngine } from "../engines/jobs/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import { jobsHandlers } from "../handlers/jobs.js";
import { objectPermissionsHandlers } from "../handlers/object-permissions.js";
import type { AccessRule } from "./access-rules.js";
import type { WorkspacePart } from "./workspace-part.js";

const job = (level: string): AccessRule => ({ object: ["jobs", "job_id", level] });

/** The jobs of a workspace and their runs. */
export function jobsPart(jobs: JobsEngine, permissions: PermissionEngine): WorkspacePart {
  return {
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
    objects: { jobs: (id) => jobs.get(Number(id)) },
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
