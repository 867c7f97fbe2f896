import type {
  ClusterDetails,
  ListPoliciesResponse,
  ListPolicyFamiliesResponse,
  Policy,
} from "databricks-sdk-ts/compute";
import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

const API = "/api/2.0/policies/clusters";
const CLUSTERS = "/api/2.1/clusters";
const SPEC = { spark_version: "16.4.x-scala2.12", num_workers: 1 };

const define = async ({ call }: Proof, rules: object, change: object = {}): Promise<string> => {
  const body = { name: "limits", definition: JSON.stringify(rules), ...change };
  return (await call<{ policy_id: string }>("POST", `${API}/create`, body)).policy_id;
};

const get = ({ call }: Proof, id: string): Promise<Policy> =>
  call<Policy>("GET", `${API}/get?policy_id=${id}`);

const make = async ({ call }: Proof, spec: object): Promise<ClusterDetails> => {
  const { cluster_id } = await call<{ cluster_id: string }>("POST", `${CLUSTERS}/create`, spec);
  return call("GET", `${CLUSTERS}/get?cluster_id=${cluster_id}`);
};

describe("cluster policies", () => {
  proof(
    [
      "compute.ClusterPoliciesAPI.create",
      "compute.ClusterPoliciesAPI.get",
      "compute.ClusterPoliciesAPI.list",
      "compute.ClusterPoliciesAPI.edit",
      "compute.ClusterPoliciesAPI.delete",
    ],
    "are made, changed and deleted",
    async (p) => {
      const rules = { num_workers: { type: "range", maxValue: 3 } };
      const id = await define(p, rules, { max_clusters_per_user: "2", description: "few" });
      expect(id).toMatch(/^[0-9A-F]{16}$/);
      const policy = await get(p, id);
      expect(policy).toMatchObject({
        policy_id: id,
        name: "limits",
        definition: JSON.stringify(rules),
        description: "few",
        creator_user_name: p.workspace.userName,
        is_default: false,
        max_clusters_per_user: 2,
      });
      const names = async (query: string): Promise<unknown[]> => {
        const path = `${API}/list?${query}`;
        const { policies = [] } = await p.call<ListPoliciesResponse>("GET", path);
        return policies.map(({ name }) => name);
      };
      expect(await names("sort_column=POLICY_NAME&sort_order=ASC")).toEqual([
        "Job Compute",
        "Personal Compute",
        "Power User Compute",
        "Shared Compute",
        "limits",
      ]);
      expect((await names(""))[0]).toBe("limits");
      const change = { policy_id: id, name: "other", definition: "{}" };
      expect(await p.call("POST", `${API}/edit`, change)).toEqual({});
      const edited = await get(p, id);
      expect([edited.name, edited.definition, edited.description]).toEqual([
        "other",
        "{}",
        undefined,
      ]);
      expect(edited.created_at_timestamp).toBe(policy.created_at_timestamp);
      const twin = await p.error("POST", `${API}/create`, { name: "other", definition: "{}" });
      expect(twin.body).toMatchObject({
        error_code: "RESOURCE_ALREADY_EXISTS",
        message: "Cluster Policy with name `other` already exists",
      });
      await p.call("POST", `${API}/delete`, { policy_id: id });
      const gone = await p.error("GET", `${API}/get?policy_id=${id}`);
      expect(gone).toMatchObject({ status: 404, errorCode: "RESOURCE_DOES_NOT_EXIST" });
      expect(gone.body).toMatchObject({ message: `Can't find a cluster policy with id: ${id}.` });
    },
    { undocumented: ["total_count"] },
  );

  proof([], "fill in and refuse what clusters ask for", async (p) => {
    const policy_id = await define(p, {
      node_type_id: { type: "fixed", value: "i3.xlarge" },
      autotermination_minutes: { type: "range", minValue: 10, maxValue: 60, defaultValue: 30 },
      "spark_conf.spark.speculation": { type: "fixed", value: true },
      "custom_tags.team": { type: "allowlist", values: ["data", "web"] },
    });
    const breaking = { ...SPEC, policy_id, node_type_id: "m5d.large", autotermination_minutes: 90 };
    const failed = await p.error("POST", `${CLUSTERS}/create`, breaking);
    expect(failed).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
    expect(failed.body).toMatchObject({
      message:
        'Validation failed for node_type_id, the value must be i3.xlarge (is "m5d.large"); ' +
        'Validation failed for autotermination_minutes, the value must be between 10 and 60 (is "90"); ' +
        "Validation failed for custom_tags, team must be present",
    });
    const obeying = { ...SPEC, policy_id, custom_tags: { team: "data" } };
    const made = await make(p, { ...obeying, apply_policy_default_values: true });
    expect(made).toMatchObject({
      node_type_id: "i3.xlarge",
      autotermination_minutes: 30,
      spark_conf: { "spark.speculation": "true" },
      spec: { apply_policy_default_values: true },
    });
    expect(Object.keys(made)).not.toContain("apply_policy_default_values");
    const { message } = await p.error("POST", `${CLUSTERS}/create`, obeying);
    expect(message).toContain("autotermination_minutes, the value must be present");
    const missing = { ...SPEC, policy_id: "0000000000000000" };
    expect(await p.error("POST", `${CLUSTERS}/create`, missing)).toMatchObject({ status: 404 });
  });

  proof([], "limit how many clusters somebody has", async (p) => {
    const policy_id = await define(p, {}, { max_clusters_per_user: 1 });
    const spec = { ...SPEC, policy_id, node_type_id: "i3.xlarge" };
    const { cluster_id } = await make(p, spec);
    const failed = await p.error("POST", `${CLUSTERS}/create`, spec);
    expect(failed).toMatchObject({ status: 400, errorCode: "QUOTA_EXCEEDED" });
    p.workspace.clock.advance(10_000);
    await p.call("POST", `${CLUSTERS}/edit`, { ...spec, cluster_id, num_workers: 2 });
    p.workspace.clock.advance(10_000);
    await p.call("POST", `${CLUSTERS}/delete`, { cluster_id });
    p.workspace.clock.advance(10_000);
    await make(p, spec);
  });

  proof(
    ["compute.PolicyFamiliesAPI.get", "compute.PolicyFamiliesAPI.list"],
    "come in families, of which others can be made",
    async (p) => {
      const list = (query: string): Promise<ListPolicyFamiliesResponse> =>
        p.call<ListPolicyFamiliesResponse>("GET", `/api/2.0/policy-families?${query}`);
      const first = await list("max_results=3");
      expect(first.policy_families).toHaveLength(3);
      const rest = await list(`max_results=3&page_token=${first.next_page_token}`);
      expect(rest).toEqual({ policy_families: [expect.anything()] });
      const family = await p.call("GET", "/api/2.0/policy-families/personal-vm");
      expect(first.policy_families?.[0]).toEqual(family);
      expect(await p.error("GET", "/api/2.0/policy-families/no")).toMatchObject({ status: 404 });
      const policy_id = await define(
        p,
        {},
        {
          definition: undefined,
          policy_family_id: "personal-vm",
          policy_family_definition_overrides: JSON.stringify({
            autotermination_minutes: { type: "fixed", value: 20 },
          }),
        },
      );
      const spec = { policy_id, apply_policy_default_values: true };
      expect(await make(p, spec)).toMatchObject({
        node_type_id: "i3.xlarge",
        spark_version: "17.3.x-cpu-ml-scala2.13",
        num_workers: 0,
        autotermination_minutes: 20,
        data_security_mode: "SINGLE_USER",
        custom_tags: { ResourceClass: "SingleNode" },
      });
      const { policy_id: personal } = await defaultPolicy(p, "Personal Compute");
      expect((await make(p, { ...spec, policy_id: personal })).autotermination_minutes).toBe(4320);
      const change = { policy_id: personal, name: "Mine", definition: "{}" };
      expect((await p.error("POST", `${API}/edit`, change)).message).toMatch(/policy_family_id/);
      const refused = await p.error("POST", `${API}/delete`, { policy_id: personal });
      expect(refused).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
    },
    { undocumented: ["total_count"] },
  );

  proof(
    [
      "compute.ClusterPoliciesAPI.getPermissionLevels",
      "compute.ClusterPoliciesAPI.getPermissions",
      "compute.ClusterPoliciesAPI.setPermissions",
      "compute.ClusterPoliciesAPI.updatePermissions",
    ],
    "let those make clusters who may use them",
    async (p) => {
      const id = await define(p, {});
      const path = `/api/2.0/permissions/cluster-policies/${id}`;
      const bob = { token: "dapi-bob" };
      const spec = { ...SPEC, node_type_id: "i3.xlarge", policy_id: id };
      const attempt = (): Promise<unknown> => p.call("POST", `${CLUSTERS}/create`, spec, bob);
      await expect(attempt()).rejects.toMatchObject({
        status: 403,
        errorCode: "PERMISSION_DENIED",
      });
      const { policies } = await p.call<ListPoliciesResponse>("GET", `${API}/list`, undefined, bob);
      expect(policies?.map(({ name }) => name)).toEqual(["Personal Compute"]);
      const levels = await p.call<{ permission_levels: object[] }>(
        "GET",
        `${path}/permissionLevels`,
      );
      expect(levels.permission_levels).toHaveLength(1);
      const user_name = "bob@example.com";
      const access_control_list = [{ user_name, permission_level: "CAN_USE" }];
      await p.call("PATCH", path, { access_control_list });
      await attempt();
      const free = { ...spec, policy_id: undefined };
      expect(await p.error("POST", `${CLUSTERS}/create`, free, bob)).toMatchObject({ status: 403 });
      expect(await p.error("POST", `${API}/create`, { name: "x" }, bob)).toMatchObject({
        status: 403,
      });
      expect(await p.call("GET", path)).toMatchObject({ object_type: "cluster-policy" });
      await p.call("PUT", path, { access_control_list: [] });
      await expect(attempt()).rejects.toMatchObject({ status: 403 });
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }], undocumented: ["total_count"] },
  );
});

async function defaultPolicy({ call }: Proof, name: string): Promise<Policy> {
  const { policies = [] } = await call<ListPoliciesResponse>("GET", `${API}/list`);
  return policies.find((policy) => policy.name === name && policy.is_default === true) ?? {};
}
