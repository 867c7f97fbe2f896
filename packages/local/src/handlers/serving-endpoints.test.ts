import type {
  ListEndpointsResponse,
  ServingEndpointDetailed,
  ServingEndpointPermissions,
} from "databricks-sdk-ts/serving";
import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

const API = "/api/2.0/serving-endpoints";
const CHAT = "databricks-meta-llama-3-3-70b-instruct";
const ENTITY = { entity_name: "main.default.churn", entity_version: "3" };
const CONFIG = { served_entities: [{ ...ENTITY, workload_size: "Small" }] };

const create = ({ call }: Proof, change: object = {}): Promise<ServingEndpointDetailed> =>
  call<ServingEndpointDetailed>("POST", API, { name: "churn", config: CONFIG, ...change });

const get = ({ call }: Proof, name = "churn"): Promise<ServingEndpointDetailed> =>
  call<ServingEndpointDetailed>("GET", `${API}/${name}`);

describe("serving endpoints", () => {
  proof(
    [
      "serving.ServingEndpointsAPI.create",
      "serving.ServingEndpointsAPI.get",
      "serving.ServingEndpointsAPI.updateConfig",
      "serving.ServingEndpointsAPI.delete",
    ],
    "are deployed by the workspace's clock",
    async (p) => {
      const created = await create(p);
      const entity = {
        ...ENTITY,
        name: "main.default.churn-3",
        workload_size: "Small",
        workload_type: "CPU",
        creator: p.workspace.userName,
      };
      expect(created).toMatchObject({
        name: "churn",
        id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        creator: p.workspace.userName,
        state: { ready: "NOT_READY", config_update: "IN_PROGRESS" },
        pending_config: {
          config_version: 1,
          served_entities: [{ ...entity, state: { deployment: "DEPLOYMENT_CREATING" } }],
          traffic_config: {
            routes: [{ served_model_name: "main.default.churn-3", traffic_percentage: 100 }],
          },
        },
        permission_level: "CAN_MANAGE",
        route_optimized: false,
      });
      const early = { served_entities: [{ ...ENTITY, entity_version: "4" }] };
      const put = `${API}/churn/config`;
      expect(await p.error("PUT", put, early)).toMatchObject({
        status: 409,
        errorCode: "RESOURCE_CONFLICT",
      });
      const query = "/serving-endpoints/churn/invocations";
      expect(await p.error("POST", query, { inputs: [1] })).toMatchObject({
        status: 400,
        errorCode: "INVALID_STATE",
      });
      p.workspace.clock.advance(10_000);
      const ready = await get(p);
      expect(ready.state).toEqual({ ready: "READY", config_update: "NOT_UPDATING" });
      expect(ready.pending_config).toBeUndefined();
      expect(ready.config?.served_entities).toMatchObject([
        { ...entity, state: { deployment: "DEPLOYMENT_READY" } },
      ]);
      await p.call("PUT", put, early);
      const updating = await get(p);
      expect(updating.state).toEqual({ ready: "READY", config_update: "IN_PROGRESS" });
      expect(updating.config?.config_version).toBe(1);
      const answer = await p.call("POST", query, { inputs: [1] });
      expect(answer).toEqual({ predictions: [1] });
      p.workspace.clock.advance(10_000);
      expect((await get(p)).config).toMatchObject({
        config_version: 2,
        served_entities: [{ name: "main.default.churn-4" }],
      });
      expect(await p.call("DELETE", `${API}/churn`)).toEqual({});
      const gone = await p.error("GET", `${API}/churn`);
      expect(gone).toMatchObject({ status: 404, errorCode: "RESOURCE_DOES_NOT_EXIST" });
      expect(gone.body).toMatchObject({ message: "Endpoint with name 'churn' does not exist." });
    },
    { clock: "manual" },
  );

  proof(
    ["serving.ServingEndpointsAPI.list"],
    "of foundation models are there from the start",
    async (p) => {
      const list = (): Promise<ListEndpointsResponse> => p.call<ListEndpointsResponse>("GET", API);
      const { endpoints: seeded } = await list();
      expect(seeded?.map(({ name, task, state }) => [name, task, state?.ready])).toEqual([
        [CHAT, "llm/v1/chat", "READY"],
        ["databricks-gte-large-en", "llm/v1/embeddings", "READY"],
      ]);
      const refused = await p.error("DELETE", `${API}/${CHAT}`);
      expect(refused).toMatchObject({ status: 403, errorCode: "PERMISSION_DENIED" });
      await create(p);
      const { endpoints } = await list();
      expect(endpoints?.[2]?.config).toEqual({
        served_entities: [{ name: "main.default.churn-3", ...ENTITY }],
      });
    },
  );

  proof(
    [
      "serving.ServingEndpointsAPI.patch",
      "serving.ServingEndpointsAPI.put",
      "serving.ServingEndpointsAPI.putAiGateway",
      "serving.ServingEndpointsAPI.updateNotifications",
      "serving.ServingEndpointsAPI.patchTelemetryConfig",
      "serving.ServingEndpointsAPI.patchSystemMetricsExportState",
    ],
    "keep what is said of them",
    async (p) => {
      await create(p, {
        tags: [{ key: "a", value: "1" }, { key: "b" }],
        description: "who leaves",
      });
      const change = { add_tags: [{ key: "a", value: "2" }], delete_tags: ["b"] };
      expect(await p.call("PATCH", `${API}/churn/tags`, change)).toEqual({
        tags: [{ key: "a", value: "2" }],
      });
      const rate_limits = [{ calls: 10, renewal_period: "minute" }];
      const limits = await p.call("PUT", `${API}/churn/rate-limits`, { rate_limits });
      expect(limits).toEqual({ rate_limits });
      const ai_gateway = { usage_tracking_config: { enabled: true } };
      expect(await p.call("PUT", `${API}/churn/ai-gateway`, ai_gateway)).toEqual(ai_gateway);
      const email_notifications = { on_update_failure: ["ops@example.com"] };
      expect(await p.call("PATCH", `${API}/churn/notifications`, { email_notifications })).toEqual({
        name: "churn",
        email_notifications,
      });
      const telemetry_config = { enabled_telemetry_features: ["TELEMETRY_FEATURE_LOGS"] };
      await p.call("PATCH", `${API}/churn/telemetry-config`, { telemetry_config });
      const uc_system_metrics_export_state = "FIRST_PARTY_EXPORT_ENABLED";
      const exported = { uc_system_metrics_export_state };
      await p.call("PATCH", `${API}/churn/system-metrics-export-state`, exported);
      expect(await get(p)).toMatchObject({
        description: "who leaves",
        tags: [{ key: "a", value: "2" }],
        ai_gateway,
        email_notifications,
        telemetry_config,
        uc_system_metrics_export_state,
      });
    },
  );

  proof(
    [
      "serving.ServingEndpointsAPI.createProvisionedThroughputEndpoint",
      "serving.ServingEndpointsAPI.updateProvisionedThroughputEndpointConfig",
    ],
    "have provisioned throughput",
    async (p) => {
      const entity = { entity_name: "system.ai.llama", entity_version: "1" };
      const config = { served_entities: [{ ...entity, provisioned_model_units: 50 }] };
      await p.call("POST", `${API}/pt`, { name: "llama", config });
      p.workspace.clock.advance(10_000);
      const more = { served_entities: [{ ...entity, provisioned_model_units: 100 }] };
      await p.call("PUT", `${API}/pt/llama/config`, { config: more });
      p.workspace.clock.advance(10_000);
      expect((await get(p, "llama")).config?.served_entities).toMatchObject([
        { name: "system.ai.llama-1", provisioned_model_units: 100 },
      ]);
    },
    { clock: "manual" },
  );

  proof(
    [
      "serving.ServingEndpointsAPI.buildLogs",
      "serving.ServingEndpointsAPI.logs",
      "serving.ServingEndpointsAPI.exportMetrics",
      "serving.ServingEndpointsAPI.getOpenApi",
    ],
    "tell of themselves",
    async (p) => {
      await create(p);
      const model = `${API}/churn/served-models/main.default.churn-3`;
      expect(await p.call("GET", `${model}/build-logs`)).toMatchObject({
        logs: expect.stringContaining("main.default.churn-3") as string,
      });
      expect((await p.call("GET", `${model}/logs`))["logs"]).toContain("is being deployed");
      p.workspace.clock.advance(10_000);
      expect((await p.call("GET", `${model}/logs`))["logs"]).toContain("answers queries");
      const unknown = await p.error("GET", `${API}/churn/served-models/other/logs`);
      expect(unknown).toMatchObject({ status: 404 });
      const query = "/serving-endpoints/churn/invocations";
      await p.call("POST", query, { inputs: [1] });
      await p.error("POST", query, { neither: 1 });
      const metrics = await p.send("GET", `${API}/churn/metrics`);
      expect(metrics.headers.get("content-type")).toMatch(/^text\/plain/);
      const text = await metrics.text();
      for (const failed of ["true", "false"]) {
        const labels = `endpoint_name="churn",served_model_name="main.default.churn-3",failed="${failed}"`;
        expect(text).toContain(`request_count_total{${labels}} 1\n`);
      }
      const openApi = await p.send("GET", `${API}/churn/openapi`);
      expect(await openApi.json()).toMatchObject({ openapi: "3.1.0", info: { title: "churn" } });
    },
    { clock: "manual" },
  );

  proof([], "never show secrets, nor what is only written", async (p) => {
    const external_model = {
      name: "gpt-4o",
      provider: "openai",
      task: "llm/v1/chat",
      openai_config: { openai_api_key_plaintext: "sk-secret", openai_api_base: "https://x.test" },
    };
    const entity = { external_model, burst_scaling_enabled: true };
    const created = await create(p, { config: { served_entities: [entity] } });
    expect(JSON.stringify(created)).not.toMatch(/secret|plaintext|burst/);
    expect(created).toMatchObject({
      task: "llm/v1/chat",
      pending_config: {
        served_entities: [
          {
            name: "gpt-4o",
            external_model: { openai_config: { openai_api_base: "https://x.test" } },
          },
        ],
      },
    });
  });

  proof([], "say what is wrong with a request", async (p) => {
    await create(p);
    const route = { served_model_name: "a", traffic_percentage: 90 };
    const named = { ...ENTITY, name: "a" };
    const cases: readonly [object, string, RegExp][] = [
      [{}, "RESOURCE_ALREADY_EXISTS", /'churn' already exists/],
      [{ name: "a b" }, "INVALID_PARAMETER_VALUE", /Invalid name a b/],
      [{ name: "x", config: {} }, "INVALID_PARAMETER_VALUE", /1 to 15 entities/],
      [
        { name: "x", config: { served_entities: [{ name: "a" }] } },
        "INVALID_PARAMETER_VALUE",
        /served_entities\[0\]/,
      ],
      [
        { name: "x", config: { served_entities: [named, named] } },
        "INVALID_PARAMETER_VALUE",
        /two entities with name a/,
      ],
      [
        { name: "x", config: { served_entities: [named], traffic_config: { routes: [route] } } },
        "INVALID_PARAMETER_VALUE",
        /sum to 100; it is 90/,
      ],
      [
        {
          name: "x",
          config: {
            served_entities: [named],
            traffic_config: { routes: [{ ...route, served_model_name: "b" }] },
          },
        },
        "INVALID_PARAMETER_VALUE",
        /names b, which is not/,
      ],
    ];
    for (const [change, code, text] of cases) {
      const failed = await p.error("POST", API, { name: "churn", config: CONFIG, ...change });
      expect([failed.status, failed.errorCode]).toEqual([400, code]);
      expect(failed.message).toMatch(text);
    }
  });

  proof(
    [
      "serving.ServingEndpointsAPI.getPermissionLevels",
      "serving.ServingEndpointsAPI.getPermissions",
      "serving.ServingEndpointsAPI.setPermissions",
      "serving.ServingEndpointsAPI.updatePermissions",
    ],
    "are seen, queried and changed by those who may",
    async (p) => {
      const { id = "" } = await create(p);
      await get(p);
      await get(p);
      const bob = { token: "dapi-bob" };
      const path = `/api/2.0/permissions/serving-endpoints/${id}`;
      const seen = async (): Promise<unknown[]> => {
        const { endpoints = [] } = await p.call<ListEndpointsResponse>("GET", API, undefined, bob);
        return endpoints.map(({ name }) => name);
      };
      const query = (name: string): Promise<Response> =>
        p.send(
          "POST",
          `/serving-endpoints/${name}/invocations`,
          { messages: [{ content: "x" }] },
          bob,
        );
      expect(await seen()).toEqual([CHAT, "databricks-gte-large-en"]);
      expect((await query(CHAT)).status).toBe(200);
      expect((await query("churn")).status).toBe(403);
      expect(await p.error("GET", `${API}/churn`, undefined, bob)).toMatchObject({ status: 403 });
      const levels = await p.call<{ permission_levels: object[] }>(
        "GET",
        `${path}/permissionLevels`,
      );
      expect(levels.permission_levels).toHaveLength(3);
      const grant = (permission_level: string): object => ({
        access_control_list: [{ user_name: "bob@example.com", permission_level }],
      });
      await p.call("PATCH", path, grant("CAN_QUERY"));
      expect(await seen()).toContain("churn");
      expect((await query("churn")).status).toBe(200);
      const { permission_level } = await p.call<ServingEndpointDetailed>(
        "GET",
        `${API}/churn`,
        undefined,
        bob,
      );
      expect(permission_level).toBe("CAN_QUERY");
      expect(await p.error("PATCH", `${API}/churn/tags`, {}, bob)).toMatchObject({ status: 403 });
      await p.call("PUT", path, grant("CAN_MANAGE"));
      await p.call("PATCH", `${API}/churn/tags`, {}, bob);
      const { object_type } = await p.call<ServingEndpointPermissions>("GET", path);
      expect(object_type).toBe("serving-endpoint");
      await p.call("DELETE", `${API}/churn`, undefined, bob);
      expect(await p.error("GET", path)).toMatchObject({ status: 404 });
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }] },
  );
});
