import { describe, expect } from "vitest";
import { spawnSync } from "node:child_process";
import { proof, type Proof } from "../testing/proof.js";
import { settled, startedCluster } from "./testing/running-cluster.js";

const API = "/api/2.0/global-init-scripts";
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const hasBash = spawnSync("bash", ["--version"]).status === 0;
if (!hasBash) console.warn("bash was not found on PATH: tests that run init scripts are skipped");

interface Events {
  readonly events: readonly { readonly type: string; readonly details: object }[];
}

function put({ call }: Proof, path: string, text: string): Promise<unknown> {
  return call("POST", "/api/2.0/dbfs/put", { path, contents: base64(text), overwrite: true });
}

async function scriptEvents({ call }: Proof, cluster_id: string): Promise<Events["events"]> {
  const event_types = ["INIT_SCRIPTS_STARTED", "INIT_SCRIPTS_FINISHED"];
  const body = { cluster_id, event_types, order: "ASC" };
  const { events } = await call<Events>("POST", "/api/2.1/clusters/events", body);
  return events;
}

describe("compute.GlobalInitScriptsAPI", () => {
  proof(
    [
      "compute.GlobalInitScriptsAPI.create",
      "compute.GlobalInitScriptsAPI.get",
      "compute.GlobalInitScriptsAPI.list",
      "compute.GlobalInitScriptsAPI.update",
      "compute.GlobalInitScriptsAPI.delete",
    ],
    "keeps scripts in order",
    async ({ call, error }) => {
      const script = base64("echo hello");
      const { script_id } = await call("POST", API, { name: "a", script });
      await call("POST", API, { name: "b", script, position: 0, enabled: true });
      const path = `${API}/${String(script_id)}`;
      expect(await call("GET", path)).toMatchObject({ name: "a", script, position: 1 });
      const changed = { name: "c", script, enabled: true, position: 0 };
      expect(await call("PATCH", path, changed)).toEqual({});
      const { scripts } = await call<{ scripts: object[] }>("GET", API);
      expect(scripts).toMatchObject([
        { name: "c", position: 0, enabled: true },
        { name: "b", position: 1, enabled: true },
      ]);
      expect(scripts[0]).not.toHaveProperty("script");
      expect(await error("POST", API, { name: "b", script })).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
      });
      expect(await call("DELETE", path)).toEqual({});
      expect(await error("GET", path)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
      });
    },
  );
});

describe.runIf(hasBash)("a cluster's start", () => {
  proof(
    ["compute.ClustersAPI.create"],
    "runs the scripts of all clusters, then those of the cluster",
    async (proof) => {
      const { call } = proof;
      const mark = (name: string): string =>
        `echo ${name} "$DB_CLUSTER_NAME" "$DB_IS_DRIVER" "$OWN" >> "$DATABRICKS_LOCAL_DBFS/order"`;
      await put(proof, "/order", "");
      await put(proof, "/own.sh", mark("own"));
      await call("POST", API, { name: "g", script: base64(mark("global")), enabled: true });
      await call("POST", API, { name: "off", script: base64(mark("off")) });
      const id = await startedCluster(proof, {
        cluster_name: "n",
        spark_env_vars: { OWN: "x" },
        init_scripts: [{ dbfs: { destination: "dbfs:/own.sh" } }],
      });
      expect(await settled(proof, id)).toMatchObject({ state: "RUNNING" });
      const { data } = await call<{ data: string }>("GET", "/api/2.0/dbfs/read?path=/order");
      expect(Buffer.from(data, "base64").toString()).toBe("global n TRUE x\nown n TRUE x\n");
      const [started, finished, ...more] = await scriptEvents(proof, id);
      expect([started?.type, more]).toEqual(["INIT_SCRIPTS_STARTED", []]);
      expect(finished).toMatchObject({
        type: "INIT_SCRIPTS_FINISHED",
        details: {
          init_scripts: {
            global: [{ status: "SUCCEEDED" }],
            cluster: [{ dbfs: { destination: "dbfs:/own.sh" }, status: "SUCCEEDED" }],
          },
        },
      });
    },
    { timeout: 60_000 },
  );

  proof(
    ["compute.ClustersAPI.events"],
    "ends with the first script that fails",
    async (proof) => {
      const { call } = proof;
      await put(proof, "/bad.sh", "echo went wrong >&2\nexit 3");
      const scripts = ["dbfs:/bad.sh", "dbfs:/next.sh"].map((destination) => ({
        dbfs: { destination },
      }));
      const id = await startedCluster(proof, { init_scripts: scripts });
      expect(await settled(proof, id)).toMatchObject({
        state: "TERMINATED",
        state_message: expect.stringContaining("INIT_SCRIPT_FAILURE: Cluster scoped") as string,
        termination_reason: {
          code: "INIT_SCRIPT_FAILURE",
          type: "CLIENT_ERROR",
          parameters: {
            databricks_error_message:
              "Cluster scoped init script dbfs:/bad.sh failed: Script exit status is non-zero (3)",
          },
        },
      });
      const [, finished] = await scriptEvents(proof, id);
      expect(finished?.details).toMatchObject({
        init_scripts: {
          cluster: [
            { status: "FAILED_EXECUTION", stderr: "went wrong\n" },
            { status: "NOT_EXECUTED" },
          ],
        },
      });
      const absent = { init_scripts: [{ workspace: { destination: "/Users/none.sh" } }] };
      const other = await startedCluster(proof, absent);
      const [, unfetched] = await scriptEvents(proof, other);
      expect(unfetched?.details).toMatchObject({
        init_scripts: { cluster: [{ status: "FAILED_FETCH" }] },
      });
      await call("POST", API, { name: "g", script: base64("exit 1"), enabled: true });
      const third = await startedCluster(proof);
      expect(await settled(proof, third)).toMatchObject({
        termination_reason: { code: "GLOBAL_INIT_SCRIPT_FAILURE" },
      });
    },
    { timeout: 60_000 },
  );

  proof(
    ["compute.ClustersAPI.delete"],
    "stops its scripts when the cluster is not to start any more",
    async (proof) => {
      const { call } = proof;
      await put(proof, "/slow.sh", "sleep 60");
      const { cluster_id } = await call<{ cluster_id: string }>(
        "POST",
        "/api/2.1/clusters/create",
        {
          spark_version: "16.4.x-scala2.12",
          node_type_id: "m5.large",
          num_workers: 0,
          init_scripts: [{ dbfs: { destination: "dbfs:/slow.sh" } }],
        },
      );
      while ((await scriptEvents(proof, cluster_id)).length === 0) {
        await call("GET", `/api/2.1/clusters/get?cluster_id=${cluster_id}`);
      }
      await call("POST", "/api/2.1/clusters/pin", { cluster_id });
      await call("POST", "/api/2.1/clusters/delete", { cluster_id });
      expect(await settled(proof, cluster_id)).toMatchObject({
        state: "TERMINATED",
        termination_reason: { code: "USER_REQUEST" },
      });
      expect(await scriptEvents(proof, cluster_id)).toHaveLength(1);
    },
    { timeout: 60_000 },
  );
});
