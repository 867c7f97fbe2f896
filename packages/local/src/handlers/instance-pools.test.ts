import type { ClusterDetails, GetInstancePool, ListInstancePools } from "databricks-sdk-ts/compute";
import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

const API = "/api/2.0/instance-pools";
const POOL = { instance_pool_name: "etl", node_type_id: "i3.xlarge" };

const create = async ({ call }: Proof, change: object = {}): Promise<string> => {
  const body = { ...POOL, ...change };
  return (await call<{ instance_pool_id: string }>("POST", `${API}/create`, body)).instance_pool_id;
};

const get = ({ call }: Proof, id: string): Promise<GetInstancePool> =>
  call<GetInstancePool>("GET", `${API}/get?instance_pool_id=${id}`);

const cluster = async ({ call }: Proof, pool: string, num_workers: number): Promise<string> => {
  const spec = { spark_version: "16.4.x-scala2.12", instance_pool_id: pool, num_workers };
  const { cluster_id } = await call<{ cluster_id: string }>(
    "POST",
    "/api/2.1/clusters/create",
    spec,
  );
  return cluster_id;
};

describe("instance pools", () => {
  proof(
    [
      "compute.InstancePoolsAPI.create",
      "compute.InstancePoolsAPI.get",
      "compute.InstancePoolsAPI.list",
      "compute.InstancePoolsAPI.edit",
      "compute.InstancePoolsAPI.delete",
    ],
    "are made, changed and deleted",
    async (p) => {
      const id = await create(p, { max_capacity: 5, custom_tags: { team: "data" } });
      expect(id).toMatch(/^\d{4}-\d{6}-[a-z]+\d+-pool-[a-z0-9]{8}$/);
      expect(await get(p, id)).toMatchObject({
        ...POOL,
        instance_pool_id: id,
        state: "ACTIVE",
        idle_instance_autotermination_minutes: 60,
        min_idle_instances: 0,
        enable_elastic_disk: true,
        aws_attributes: { availability: "SPOT", spot_bid_price_percent: 100 },
        default_tags: { Vendor: "Databricks", DatabricksInstancePoolId: id },
        stats: { used_count: 0, idle_count: 0, pending_used_count: 0, pending_idle_count: 0 },
      });
      const change = { ...POOL, instance_pool_id: id, instance_pool_name: "renamed" };
      expect(await p.call("POST", `${API}/edit`, change)).toEqual({});
      const edited = await get(p, id);
      expect([edited.instance_pool_name, edited.max_capacity]).toEqual(["renamed", undefined]);
      expect(edited.aws_attributes).toEqual({ availability: "SPOT", spot_bid_price_percent: 100 });
      const { instance_pools: listed } = await p.call<ListInstancePools>("GET", `${API}/list`);
      expect(listed).toEqual([edited]);
      await p.call("POST", `${API}/delete`, { instance_pool_id: id });
      const message = `Can't find an instance pool with id: ${id}.`;
      for (const [verb, path, body] of [
        ["GET", `${API}/get?instance_pool_id=${id}`, undefined],
        ["POST", `${API}/edit`, change],
        ["POST", `${API}/delete`, { instance_pool_id: id }],
      ] as const) {
        const failed = await p.error(verb, path, body);
        expect(failed).toMatchObject({ status: 404, errorCode: "RESOURCE_DOES_NOT_EXIST" });
        expect(failed.body).toMatchObject({ message });
      }
    },
  );

  proof(
    ["compute.InstancePoolsAPI.get"],
    "count what clusters have of them",
    async (p) => {
      const settle = (): void => p.workspace.clock.advance(10_000);
      const pool = await create(p, { min_idle_instances: 3, max_capacity: 6 });
      expect((await get(p, pool)).stats).toMatchObject({ idle_count: 0, pending_idle_count: 3 });
      settle();
      expect((await get(p, pool)).stats).toMatchObject({ idle_count: 3, pending_idle_count: 0 });
      const first = await cluster(p, pool, 2);
      expect((await get(p, pool)).stats).toMatchObject({ pending_used_count: 3, used_count: 0 });
      settle();
      const second = await cluster(p, pool, 3);
      settle();
      const path = `/api/2.1/clusters/get?cluster_id=${second}`;
      const refused = await p.call<ClusterDetails>("GET", path);
      expect(refused.termination_reason).toEqual({
        code: "INSTANCE_POOL_MAX_CAPACITY_REACHED",
        type: "CLIENT_ERROR",
      });
      expect((await get(p, pool)).stats).toEqual({
        used_count: 3,
        pending_used_count: 0,
        idle_count: 3,
        pending_idle_count: 0,
      });
      await p.call("POST", `${API}/delete`, { instance_pool_id: pool });
      await p.call("POST", "/api/2.1/clusters/delete", { cluster_id: first });
      settle();
      await p.call("POST", "/api/2.1/clusters/start", { cluster_id: first });
      settle();
      const gone = await p.call<ClusterDetails>("GET", path.replace(second, first));
      expect(gone.termination_reason?.code).toBe("INSTANCE_POOL_NOT_FOUND");
    },
    { clock: "manual" },
  );

  proof(
    [
      "compute.InstancePoolsAPI.getPermissionLevels",
      "compute.InstancePoolsAPI.getPermissions",
      "compute.InstancePoolsAPI.setPermissions",
      "compute.InstancePoolsAPI.updatePermissions",
    ],
    "are used by those who may",
    async (p) => {
      const id = await create(p);
      const path = `/api/2.0/permissions/instance-pools/${id}`;
      const entitled = {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        Operations: [
          { op: "add", path: "entitlements", value: [{ value: "allow-cluster-create" }] },
        ],
      };
      const bob = { token: "dapi-bob" };
      const { id: bobId } = await p.call<{ id: string }>(
        "GET",
        "/api/2.0/preview/scim/v2/Me",
        undefined,
        bob,
      );
      await p.call("PATCH", `/api/2.0/preview/scim/v2/Users/${bobId}`, entitled);
      const spec = { spark_version: "16.4.x-scala2.12", instance_pool_id: id, num_workers: 1 };
      const attempt = (): Promise<unknown> => p.call("POST", "/api/2.1/clusters/create", spec, bob);
      await expect(attempt()).rejects.toMatchObject({
        status: 403,
        errorCode: "PERMISSION_DENIED",
      });
      expect(await p.call("GET", `${API}/list`, undefined, bob)).toEqual({ instance_pools: [] });
      expect(await p.error("POST", `${API}/create`, POOL, bob)).toMatchObject({ status: 403 });
      const { permission_levels: levels } = await p.call<{ permission_levels: object[] }>(
        "GET",
        `${path}/permissionLevels`,
      );
      expect(levels).toHaveLength(2);
      const access_control_list = [
        { user_name: "bob@example.com", permission_level: "CAN_ATTACH_TO" },
      ];
      await p.call("PATCH", path, { access_control_list });
      await attempt();
      expect(await p.call("GET", path)).toMatchObject({ object_type: "instance-pool" });
      await p.call("PUT", path, { access_control_list: [] });
      await expect(attempt()).rejects.toMatchObject({ status: 403 });
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }] },
  );

  proof([], "say what is wrong with a request", async (p) => {
    const id = await create(p);
    const cases: readonly [object, string, RegExp][] = [
      [POOL, "RESOURCE_ALREADY_EXISTS", /etl already exists/],
      [{ ...POOL, instance_pool_name: " " }, "INVALID_PARAMETER_VALUE", /instance_pool_name/],
      [
        { ...POOL, instance_pool_name: "b", node_type_id: "no" },
        "INVALID_PARAMETER_VALUE",
        /Node type no/,
      ],
      [
        { ...POOL, instance_pool_name: "b", min_idle_instances: 3, max_capacity: 2 },
        "INVALID_PARAMETER_VALUE",
        /min_idle_instances 3 must not be greater than max_capacity 2/,
      ],
      [
        { ...POOL, instance_pool_name: "b", max_capacity: -1 },
        "INVALID_PARAMETER_VALUE",
        /max_capacity -1/,
      ],
    ];
    for (const [body, code, text] of cases) {
      const failed = await p.error("POST", `${API}/create`, body);
      expect([failed.status, failed.errorCode]).toEqual([400, code]);
      expect(failed.message).toMatch(text);
    }
    const other = { ...POOL, instance_pool_id: id, node_type_id: "m5d.large" };
    expect((await p.error("POST", `${API}/edit`, other)).message).toMatch(/cannot be changed/);
    const missing = { spark_version: "16.4.x-scala2.12", num_workers: 1, instance_pool_id: "no" };
    expect(await p.error("POST", "/api/2.1/clusters/create", missing)).toMatchObject({
      status: 404,
    });
  });
});
