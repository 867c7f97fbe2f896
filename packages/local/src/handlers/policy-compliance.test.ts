import type {
  ClusterDetails,
  EnforceClusterComplianceResponse,
  GetClusterComplianceResponse,
  ListClusterCompliancesResponse,
} from "databricks-sdk-ts/compute";
import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

const API = "/api/2.0/policies/clusters";
const CLUSTERS = "/api/2.1/clusters";

interface World {
  readonly policyId: string;
  readonly clusterId: string;
  settle(): void;
  /** Gives the policy other rules. */
  edit(rules: object): Promise<unknown>;
  enforce(change?: object): Promise<EnforceClusterComplianceResponse>;
  compliance(): Promise<GetClusterComplianceResponse>;
  cluster(): Promise<ClusterDetails>;
}

/** A running cluster with a policy that it obeys. */
async function world({ call, workspace }: Proof): Promise<World> {
  const rules = { autotermination_minutes: { type: "fixed", value: 60 } };
  const { policy_id: policyId } = await call<{ policy_id: string }>("POST", `${API}/create`, {
    name: "limits",
    definition: JSON.stringify(rules),
  });
  const { cluster_id: clusterId } = await call<{ cluster_id: string }>(
    "POST",
    `${CLUSTERS}/create`,
    {
      spark_version: "16.4.x-scala2.12",
      node_type_id: "i3.xlarge",
      num_workers: 4,
      policy_id: policyId,
      ssh_public_keys: ["ssh-ed25519 AAAA a", "ssh-ed25519 AAAA b"],
    },
  );
  const settle = (): void => workspace.clock.advance(10_000);
  settle();
  return {
    policyId,
    clusterId,
    settle,
    edit: (changed) =>
      call("POST", `${API}/edit`, {
        policy_id: policyId,
        name: "limits",
        definition: JSON.stringify(changed),
      }),
    enforce: (change = {}) =>
      call("POST", `${API}/enforce-compliance`, { cluster_id: clusterId, ...change }),
    compliance: () => call("GET", `${API}/get-compliance?cluster_id=${clusterId}`),
    cluster: () => call("GET", `${CLUSTERS}/get?cluster_id=${clusterId}`),
  };
}

const TIGHTER = {
  autotermination_minutes: { type: "fixed", value: 20 },
  num_workers: { type: "range", maxValue: 2, defaultValue: 2 },
  "ssh_public_keys.*": { type: "forbidden" },
  "aws_attributes.first_on_demand": { type: "forbidden" },
};

describe("policy compliance", () => {
  proof(
    [
      "compute.PolicyComplianceForClustersAPI.getCompliance",
      "compute.PolicyComplianceForClustersAPI.listCompliance",
      "compute.PolicyComplianceForClustersAPI.enforceCompliance",
    ],
    "is lost when a policy changes, and enforced",
    async (p) => {
      const { policyId, clusterId, settle, edit, enforce, compliance, cluster } = await world(p);
      expect(await compliance()).toEqual({ is_compliant: true, violations: {} });
      expect(await enforce()).toEqual({
        changes: [],
        has_changes: false,
        enforce_result: "NO_CHANGES",
      });
      await edit(TIGHTER);
      const violations = {
        autotermination_minutes: 'the value must be 20 (is "60")',
        num_workers: 'the value must be at most 2 (is "4")',
        "ssh_public_keys.0": 'the value must not be set (is "ssh-ed25519 AAAA a")',
        "ssh_public_keys.1": 'the value must not be set (is "ssh-ed25519 AAAA b")',
      };
      expect(await compliance()).toEqual({ is_compliant: false, violations });
      const path = `${API}/list-compliance?policy_id=${policyId}`;
      expect(await p.call<ListClusterCompliancesResponse>("GET", path)).toEqual({
        clusters: [{ cluster_id: clusterId, is_compliant: false, violations }],
      });
      const preview = await enforce({ validate_only: true });
      expect(preview.changes).toContainEqual({
        field: "num_workers",
        previous_value: "4",
        new_value: "2",
      });
      expect(await compliance()).toMatchObject({ is_compliant: false });
      expect(await enforce()).toEqual({ ...preview, enforce_result: "APPLIED" });
      expect((await cluster()).state).toBe("RESTARTING");
      settle();
      expect(await cluster()).toMatchObject({
        state: "RUNNING",
        autotermination_minutes: 20,
        num_workers: 2,
        ssh_public_keys: [],
      });
      expect(await compliance()).toEqual({ is_compliant: true, violations: {} });
    },
    { clock: "manual" },
  );

  proof(
    ["compute.PolicyComplianceForClustersAPI.cancelPendingClusterEnforcement"],
    "can wait until a cluster is terminated",
    async (p) => {
      const { clusterId, settle, edit, enforce, compliance, cluster } = await world(p);
      const cancel = (body: object = {}): Promise<object> =>
        p.call("POST", `${API}:cancelPendingClusterEnforcement`, {
          cluster_id: clusterId,
          ...body,
        });
      await edit(TIGHTER);
      const wait = { enforce_mode: "WAIT_FOR_TERMINATION" };
      expect((await enforce(wait)).enforce_result).toBe("DEFERRED");
      expect((await compliance()).pending_enforcement).toMatchObject({
        enforcement_status: "ACTIVE",
        initiator_user: p.workspace.userName,
      });
      expect(await cancel()).toEqual({});
      await expect(cancel()).rejects.toMatchObject({ status: 400 });
      expect(await cancel({ allow_missing: true })).toEqual({});
      await enforce(wait);
      expect((await cluster()).num_workers).toBe(4);
      await p.call("POST", `${CLUSTERS}/delete`, { cluster_id: clusterId });
      settle();
      expect(await cluster()).toMatchObject({ state: "TERMINATED", num_workers: 2 });
      expect(await compliance()).toEqual({ is_compliant: true, violations: {} });
    },
    { clock: "manual" },
  );

  proof(
    [],
    "fails where the policy does not say what would do",
    async (p) => {
      const { clusterId, edit, enforce } = await world(p);
      await edit({ num_workers: { type: "range", maxValue: 2 } });
      await expect(enforce()).rejects.toMatchObject({
        status: 400,
        message: expect.stringContaining(
          'Validation failed for num_workers, the value must be at most 2 (is "4")',
        ) as string,
      });
      const body = { cluster_id: "0000-000000-abcdefgh" };
      expect(await p.error("POST", `${API}/enforce-compliance`, body)).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
      });
      await p.call("POST", `${CLUSTERS}/permanent-delete`, { cluster_id: clusterId });
      const none = await p.error("GET", `${API}/list-compliance?policy_id=0000000000000000`);
      expect(none).toMatchObject({ status: 404 });
    },
    { clock: "manual" },
  );
});
