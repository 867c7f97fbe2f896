import { describe, expect } from "vitest";
import type {
  ClusterDetails,
  ClusterEvent,
  GetEventsResponse,
  NodeType,
} from "databricks-sdk-ts/compute";
import type { Proof } from "../testing/proof.js";
import { proof } from "../testing/proof.js";

const API = "/api/2.1/clusters";
const spec = {
  cluster_name: "etl",
  spark_version: "16.4.x-scala2.12",
  node_type_id: "m5d.large",
  num_workers: 1,
};

const create = async ({ call }: Proof, change: object = {}): Promise<string> =>
  (await call<{ cluster_id: string }>("POST", `${API}/create`, { ...spec, ...change })).cluster_id;

const get = ({ call }: Proof, id: string): Promise<ClusterDetails> =>
  call<ClusterDetails>("GET", `${API}/get?cluster_id=${id}`);

/** Reads until the cluster is in that state; returns the states that were seen. */
async function until(p: Proof, id: string, wanted: string): Promise<string[]> {
  const seen: string[] = [];
  while (seen.at(-1) !== wanted) seen.push((await get(p, id)).state ?? "");
  return seen;
}

describe("clusters", () => {
  proof(
    ["compute.ClustersAPI.create", "compute.ClustersAPI.get"],
    "are seen as PENDING before they run, whatever the clock",
    async (p) => {
      const id = await create(p);
      const seen = await until(p, id, "RUNNING");
      expect(seen[0]).toBe("PENDING");
      expect(new Set(seen)).toEqual(new Set(["PENDING", "RUNNING"]));
      expect(await get(p, id)).toMatchObject({ ...spec, creator_user_name: p.workspace.userName });
    },
  );

  proof(
    [
      "compute.ClustersAPI.resize",
      "compute.ClustersAPI.edit",
      "compute.ClustersAPI.restart",
      "compute.ClustersAPI.update",
      "compute.ClustersAPI.pin",
      "compute.ClustersAPI.unpin",
      "compute.ClustersAPI.delete",
      "compute.ClustersAPI.start",
      "compute.ClustersAPI.changeOwner",
      "compute.ClustersAPI.permanentDelete",
      "compute.ClustersAPI.events",
    ],
    "live through all they can",
    async (p) => {
      const { call, error, workspace } = p;
      const settle = () => workspace.clock.advance(10_000);
      const cluster_id = await create(p);
      const post = (operation: string, body: object = {}) =>
        call("POST", `${API}/${operation}`, { cluster_id, ...body });
      expect(await error("POST", `${API}/edit`, { ...spec, cluster_id })).toMatchObject({
        status: 400,
        errorCode: "INVALID_STATE",
        message: expect.stringContaining(
          `Cluster ${cluster_id} is in unexpected state Pending.`,
        ) as string,
      });
      settle();
      expect(await post("resize", { num_workers: 3 })).toEqual({});
      settle();
      await post("edit", { ...spec, autoscale: { min_workers: 1, max_workers: 4 } });
      settle();
      await post("restart", { restart_user: "ops@example.com" });
      settle();
      await post("update", { update_mask: "num_workers", cluster: { num_workers: 2 } });
      settle();
      await post("pin");
      await post("delete");
      settle();
      await post("change-owner", { owner_username: workspace.userName });
      await post("start");
      settle();
      expect(await error("POST", `${API}/permanent-delete`, { cluster_id })).toMatchObject({
        status: 400,
        message: expect.stringContaining("unpin the cluster first") as string,
      });
      const order = { cluster_id, order: "ASC", page_size: 4 };
      const first = await call<GetEventsResponse>("POST", `${API}/events`, order);
      const rest = await call<GetEventsResponse>("POST", `${API}/events`, {
        ...first.next_page,
        page_size: 100,
      });
      const events: ClusterEvent[] = [...(first.events ?? []), ...(rest.events ?? [])];
      const healthy = "DRIVER_HEALTHY RUNNING";
      expect(events.map(({ type }) => type).join(" ")).toBe(
        `CREATING ${healthy} RESIZING UPSIZE_COMPLETED EDITED RESTARTING ${healthy} ` +
          `RESTARTING ${healthy} EDITED RESTARTING ${healthy} PINNED TERMINATING ` +
          `STARTING ${healthy}`,
      );
      expect(events[9]?.details?.user).toBe("ops@example.com");
      expect(await call("POST", `${API}/events`, { cluster_id, limit: "2" })).toMatchObject({
        next_page: { cluster_id, order: "DESC", offset: 2, limit: 2 },
      });
      await post("unpin");
      await post("permanent-delete");
      expect(await error("GET", `${API}/get?cluster_id=${cluster_id}`)).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
        message: expect.stringContaining(`Cluster ${cluster_id} does not exist`) as string,
      });
    },
    { clock: "manual" },
  );

  proof(["compute.ClustersAPI.list"], "are listed in pages, by filter and order", async (p) => {
    const names = Array.from({ length: 45 }, (_, index) => `c${String(index).padStart(2, "0")}`);
    const ids = await Promise.all(names.map((cluster_name) => create(p, { cluster_name })));
    await p.call("POST", `${API}/pin`, { cluster_id: ids[7] });
    const list = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let token: string | undefined = "";
      do {
        const page: { clusters?: ClusterDetails[]; next_page_token?: string } = await p.call(
          "GET",
          `${API}/list?${query}&page_token=${token}`,
        );
        found.push(...(page.clusters ?? []).map(({ cluster_name }) => cluster_name ?? ""));
        token = page.next_page_token;
      } while (token);
      return found;
    };
    const order = "sort_by.field=CLUSTER_NAME&sort_by.direction";
    expect(await list(`${order}=ASC`)).toEqual(names);
    expect(await list(`${order}=DESC&page_size=100`)).toEqual(names.toReversed());
    expect(await list("filter_by.is_pinned=true&page_size=100")).toEqual(["c07"]);
    expect(await list("filter_by.cluster_sources=JOB&filter_by.cluster_sources=UI")).toEqual([]);
    expect((await p.error("GET", `${API}/list?page_size=101`)).errorCode).toBe(
      "INVALID_PARAMETER_VALUE",
    );
  });

  proof(
    [
      "compute.ClustersAPI.listNodeTypes",
      "compute.ClustersAPI.sparkVersions",
      "compute.ClustersAPI.listZones",
    ],
    "can be made of what the catalogues offer",
    async (p) => {
      const { node_types: types } = await p.call<{ node_types: NodeType[] }>(
        "GET",
        `${API}/list-node-types`,
      );
      const { versions } = await p.call<{ versions: { key: string }[] }>(
        "GET",
        `${API}/spark-versions`,
      );
      expect(await p.call("GET", `${API}/list-zones`)).toEqual({
        zones: ["us-west-2a", "us-west-2b", "us-west-2c"],
        default_zone: "us-west-2a",
      });
      await create(p, { node_type_id: types[0]?.node_type_id, spark_version: versions[0]?.key });
    },
  );

  proof(["compute.ClustersAPI.create"], "of the same name are two", async (p) => {
    const [a, b] = await Promise.all([create(p), create(p)]);
    expect(a).not.toBe(b);
    expect((await get(p, a)).cluster_name).toBe((await get(p, b)).cluster_name);
  });

  proof(["compute.ClustersAPI.get"], "that idle end by the workspace's clock", async (p) => {
    const id = await create(p, { autotermination_minutes: 10 });
    await until(p, id, "RUNNING");
    p.workspace.clock.advance(9 * 60_000);
    expect((await get(p, id)).state).toBe("RUNNING");
    p.workspace.clock.advance(2 * 60_000);
    await until(p, id, "TERMINATED");
    expect((await get(p, id)).termination_reason?.code).toBe("INACTIVITY");
  });
});
