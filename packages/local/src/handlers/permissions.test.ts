import { afterAll, beforeAll, describe, expect } from "vitest";
import type { ObjectPermissions } from "databricks-sdk-ts/iam";
import { Remote } from "../engines/repos/testing/remote.js";
import { proof, type Proof } from "../testing/proof.js";
import { ended } from "./testing/job-calls.js";

const PERMISSIONS = "/api/2.0/permissions";
const CLUSTER = { spark_version: "16.4.x-scala2.12", node_type_id: "i3.xlarge", num_workers: 0 };
const BOB = { token: "dapi-bob" };
const users = [{ userName: "bob@example.com", token: BOB.token }];
const TASKS = [
  { task_key: "a", condition_task: { op: "EQUAL_TO", left: "1", right: "1" } },
] as const;

let remote: Remote;
beforeAll(() => {
  remote = new Remote();
  remote.push("main", { "main.py": "" });
});
afterAll(() => remote.remove());

const bob = (permission_level: string): object => ({
  access_control_list: [{ user_name: "bob@example.com", permission_level }],
});
const denied = { status: 403, errorCode: "PERMISSION_DENIED" };

/** Names and levels of an access list; inherited ones in brackets. */
function levelsIn({ access_control_list: list = [] }: ObjectPermissions): readonly string[] {
  return list.flatMap(({ user_name, group_name, all_permissions = [] }) =>
    all_permissions.map(({ permission_level: level, inherited }) => {
      return `${user_name ?? group_name} ${inherited ? `(${level})` : level}`;
    }),
  );
}

/** All that can be done with the access list of an object that `me` made. */
async function tryAll(
  { call, error, workspace: { userName: me } }: Proof,
  path: string,
  { first, least, owner }: { first: string; least: string; owner?: string },
): Promise<void> {
  const [kind = ""] = path.split("/");
  const ask = (verb: string, body?: object): Promise<ObjectPermissions> =>
    call<ObjectPermissions>(verb, `${PERMISSIONS}/${path}`, body);
  const admins = "admins (CAN_MANAGE)";
  const made = await ask("GET");
  expect(made).toMatchObject({ object_id: `/${path}`, object_type: kind.slice(0, -1) });
  expect(levelsIn(made)).toEqual([`${me} ${first}`, admins]);
  const { permission_levels: levels } = await call<{ permission_levels: object[] }>(
    "GET",
    `${PERMISSIONS}/${path}/permissionLevels`,
  );
  expect(levels[0]).toMatchObject({ permission_level: least });
  expect(levelsIn(await ask("PATCH", bob(least)))).toEqual([
    `${me} ${first}`,
    `bob@example.com ${least}`,
    admins,
  ]);
  const list = [
    ...(owner === undefined ? [] : [{ user_name: me, permission_level: owner }]),
    { group_name: "users", permission_level: "CAN_MANAGE" },
  ];
  expect(levelsIn(await ask("PUT", { access_control_list: list }))).toEqual([
    ...(owner === undefined ? [] : [`${me} ${owner}`]),
    "users CAN_MANAGE",
    admins,
  ]);
  for (const level of ["CAN_FLY", "CAN_BIND"]) {
    expect(await error("PATCH", `${PERMISSIONS}/${path}`, bob(level))).toMatchObject({
      status: 400,
      errorCode: "INVALID_PARAMETER_VALUE",
    });
  }
}

describe("permissions", () => {
  proof(
    [
      "compute.ClustersAPI.getPermissions",
      "compute.ClustersAPI.getPermissionLevels",
      "compute.ClustersAPI.setPermissions",
      "compute.ClustersAPI.updatePermissions",
      "iam.PermissionsAPI.get",
      "iam.PermissionsAPI.getPermissionLevels",
      "iam.PermissionsAPI.set",
      "iam.PermissionsAPI.update",
    ],
    "on clusters say what others may do with them",
    async (proof) => {
      const { call, error } = proof;
      const make = ["POST", "/api/2.1/clusters/create", CLUSTER] as const;
      const { cluster_id: id } = await call<{ cluster_id: string }>(...make);
      const get = ["GET", `/api/2.1/clusters/get?cluster_id=${id}`, undefined, BOB] as const;
      const list = ["GET", "/api/2.1/clusters/list", undefined, BOB] as const;
      expect(await error(...make, BOB)).toMatchObject(denied);
      expect(await error(...get)).toMatchObject({
        ...denied,
        body: { message: expect.stringContaining(`/clusters/${id}`) as string },
      });
      expect(await call(...list)).toMatchObject({ clusters: [] });
      await call("PATCH", `${PERMISSIONS}/clusters/${id}`, bob("CAN_ATTACH_TO"));
      await call(...get);
      expect(await call(...list)).toMatchObject({ clusters: [{ cluster_id: id }] });
      const stop = ["POST", "/api/2.1/clusters/delete", { cluster_id: id }, BOB] as const;
      const forget = [
        "POST",
        "/api/2.1/clusters/permanent-delete",
        { cluster_id: id },
        BOB,
      ] as const;
      expect(await error(...stop)).toMatchObject(denied);
      await call("PATCH", `${PERMISSIONS}/clusters/${id}`, bob("CAN_RESTART"));
      await call(...stop);
      expect(await error(...forget)).toMatchObject(denied);
      expect(await error("POST", "/api/2.1/clusters/pin", { cluster_id: id }, BOB)).toMatchObject(
        denied,
      );
      await call("PUT", `${PERMISSIONS}/clusters/${id}`, bob("CAN_MANAGE"));
      await call("GET", `${PERMISSIONS}/clusters/${id}`, undefined, BOB);
      await call(...forget);
      const none = "/api/2.1/clusters/get?cluster_id=none";
      expect(await error("GET", none, undefined, BOB)).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
      });
      const again = await call<{ cluster_id: string }>(...make);
      const rights = { first: "CAN_MANAGE", least: "CAN_ATTACH_TO" };
      await tryAll(proof, `clusters/${again.cluster_id}`, rights);
      expect(await error("GET", `${PERMISSIONS}/planes/1`)).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
      });
      expect(await error("GET", `${PERMISSIONS}/clusters/none`)).toMatchObject({ status: 404 });
      expect(await error("GET", `${PERMISSIONS}/apps/none`)).toMatchObject({ status: 501 });
    },
    { users },
  );

  proof(
    [
      "jobs.JobsAPI.getPermissions",
      "jobs.JobsAPI.getPermissionLevels",
      "jobs.JobsAPI.setPermissions",
      "jobs.JobsAPI.updatePermissions",
    ],
    "on jobs have one owner, and hide jobs that aren't there",
    async (proof) => {
      const { call, error, workspace } = proof;
      const make = async (body: object, as?: object): Promise<number> =>
        (
          await call<{ job_id: number }>(
            "POST",
            "/api/2.2/jobs/create",
            { tasks: TASKS, ...body },
            as,
          )
        ).job_id;
      const id = await make({ name: "mine" });
      await tryAll(proof, `jobs/${id}`, {
        first: "IS_OWNER",
        least: "CAN_VIEW",
        owner: "IS_OWNER",
      });
      const path = `${PERMISSIONS}/jobs/${id}`;
      for (const body of [{ access_control_list: [] }, bob("CAN_MANAGE")]) {
        expect(await error("PUT", path, body)).toMatchObject({
          status: 400,
          message: expect.stringContaining("must have exactly one owner") as string,
        });
      }
      const owned = { user_name: workspace.userName, permission_level: "IS_OWNER" };
      await call("PUT", path, { access_control_list: [owned] });
      const get = (job: number) =>
        ["GET", `/api/2.2/jobs/get?job_id=${job}`, undefined, BOB] as const;
      expect(await error(...get(id))).toMatchObject(denied);
      expect(await error(...get(1))).toMatchObject(denied);
      expect(await error("GET", "/api/2.2/jobs/get?job_id=1")).toMatchObject({ status: 400 });
      await call("PATCH", path, bob("CAN_VIEW"));
      await call(...get(id));
      const run = ["POST", "/api/2.2/jobs/run-now", { job_id: id }, BOB] as const;
      expect(await error(...run)).toMatchObject(denied);
      await call("PATCH", path, bob("CAN_MANAGE_RUN"));
      const { run_id } = await call<{ run_id: number }>(...run);
      await ended(call, run_id);
      expect(await error("POST", "/api/2.2/jobs/delete", { job_id: id }, BOB)).toMatchObject(
        denied,
      );
      await call("PATCH", path, bob("CAN_MANAGE"));
      await call("POST", "/api/2.2/jobs/delete", { job_id: id }, BOB);
      expect(await error(...get(id))).toMatchObject(denied);
    },
    { users },
  );

  proof(
    ["jobs.JobsAPI.create", "jobs.JobsAPI.list", "jobs.JobsAPI.submit", "jobs.JobsAPI.listRuns"],
    "come with jobs, and show everybody their own",
    async ({ call, error, workspace }) => {
      const names = async (path: string, list: string, as?: object): Promise<unknown[]> => {
        const answer = await call<
          Record<string, { run_name?: string; settings?: { name?: string } }[]>
        >("GET", path, undefined, as);
        return (answer[list] ?? []).map(({ run_name, settings }) => run_name ?? settings?.name);
      };
      const create = ["POST", "/api/2.2/jobs/create"] as const;
      await call(...create, { name: "hers", tasks: TASKS });
      await call(...create, { name: "shared", tasks: TASKS, ...bob("CAN_VIEW") });
      const { job_id } = await call<{ job_id: number }>(
        ...create,
        { name: "his", tasks: TASKS },
        BOB,
      );
      expect(
        await error(...create, { name: "bad", tasks: TASKS, ...bob("CAN_FLY") }),
      ).toMatchObject({
        status: 400,
      });
      const runAs = { run_as: { user_name: workspace.userName } };
      expect(await error(...create, { tasks: TASKS, ...runAs }, BOB)).toMatchObject(denied);
      const change = { job_id, new_settings: runAs };
      expect(await error("POST", "/api/2.2/jobs/update", change, BOB)).toMatchObject(denied);
      expect(await names("/api/2.2/jobs/list", "jobs", BOB)).toEqual(["his", "shared"]);
      expect(await names("/api/2.2/jobs/list", "jobs")).toEqual(["his", "shared", "hers"]);
      const submit = ["POST", "/api/2.2/jobs/runs/submit"] as const;
      const hers = await call<{ run_id: number }>(...submit, { run_name: "hers", tasks: TASKS });
      const his = await call<{ run_id: number }>(...submit, { run_name: "his", tasks: TASKS }, BOB);
      await Promise.all([ended(call, hers.run_id), ended(call, his.run_id)]);
      expect(await names("/api/2.2/jobs/runs/list", "runs", BOB)).toEqual(["his"]);
      const get = "/api/2.2/jobs/runs/get?run_id=";
      await call("GET", `${get}${his.run_id}`, undefined, BOB);
      expect(await error("GET", `${get}${hers.run_id}`, undefined, BOB)).toMatchObject(denied);
      expect(await error("GET", `${get}1`, undefined, BOB)).toMatchObject({ status: 400 });
      const all = ["POST", "/api/2.2/jobs/runs/cancel-all", { all_queued_runs: true }] as const;
      expect(await error(...all, BOB)).toMatchObject(denied);
    },
    { users },
  );

  proof(
    [
      "workspace.ReposAPI.getPermissions",
      "workspace.ReposAPI.getPermissionLevels",
      "workspace.ReposAPI.setPermissions",
      "workspace.ReposAPI.updatePermissions",
    ],
    "on Git folders say who may read and change them",
    async (proof) => {
      const { call, error } = proof;
      const make = { url: remote.url, provider: "gitHub", path: "/Repos/me/project" };
      const { id } = await call<{ id: number }>("POST", "/api/2.0/repos", make);
      const path = `/api/2.0/repos/${id}`;
      expect(await error("GET", path, undefined, BOB)).toMatchObject(denied);
      expect(await call("GET", "/api/2.0/repos", undefined, BOB)).not.toHaveProperty("repos.0");
      await tryAll(proof, `repos/${id}`, { first: "CAN_MANAGE", least: "CAN_READ" });
      await call("PUT", `${PERMISSIONS}/repos/${id}`, bob("CAN_READ"));
      await call("GET", path, undefined, BOB);
      expect(await error("DELETE", path, undefined, BOB)).toMatchObject(denied);
      const own = { ...make, path: "/Repos/bob@example.com/project" };
      const his = await call<{ id: number }>("POST", "/api/2.0/repos", own, BOB);
      await call("DELETE", `/api/2.0/repos/${his.id}`, undefined, BOB);
    },
    { users },
  );
});
