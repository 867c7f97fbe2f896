import { describe, expect, it } from "vitest";
import { InvalidState, NotFound, OperationFailed, OperationTimeout } from "../../errors/index.js";
import { errorInit, fakeServiceClient } from "../testing/fake-service-client.js";
import type { FakeServiceClient } from "../testing/fake-service-client.js";
import { Clusters } from "./clusters.js";

const get = "/api/2.1/clusters/get";
const start = "/api/2.1/clusters/start";

/** Answers with one state per poll, the last one for ever. */
function clusterIn(states: readonly string[], onStart: () => void = () => {}): FakeServiceClient {
  let polls = 0;
  return fakeServiceClient({
    [get]: () => ({
      cluster_id: "c1",
      state: states[Math.min(polls++, states.length - 1)],
      state_message: "because",
    }),
    [start]: onStart,
  });
}

function starts(api: FakeServiceClient): number {
  return api.calls.filter(({ path }) => path === start).length;
}

describe("ensureClusterIsRunning", () => {
  it.each([
    [["RUNNING"], 0],
    [["PENDING", "RUNNING"], 0],
    [["RESTARTING", "RESIZING", "RUNNING"], 0],
    [["TERMINATED", "PENDING", "RUNNING"], 1],
    [["TERMINATING", "TERMINATED", "PENDING", "RUNNING"], 1],
    [["TERMINATED", "PENDING", "TERMINATED", "PENDING", "RUNNING"], 2],
  ])("from %j with %i starts", async (states, expected) => {
    const api = clusterIn(states);
    const seen: unknown[] = [];
    const cluster = await new Clusters(api).ensureClusterIsRunning("c1", {
      onProgress: ({ state }) => seen.push(state),
    });
    expect(cluster).toMatchObject({ cluster_id: "c1", state: "RUNNING" });
    expect(seen).toEqual(states);
    expect(starts(api)).toBe(expected);
    expect(api.calls.find(({ path }) => path === start)?.request ?? { cluster_id: "c1" }).toEqual({
      cluster_id: "c1",
    });
  });

  it.each(["ERROR", "UNKNOWN"])("fails in %s with the reason", async (state) => {
    const run = new Clusters(clusterIn([state])).ensureClusterIsRunning("c1");
    await expect(run).rejects.toThrow(OperationFailed);
    await expect(run).rejects.toThrow(/: because$/);
  });

  it("fails when it comes to an error on its way", async () => {
    const api = clusterIn(["TERMINATED", "PENDING", "ERROR"]);
    const run = new Clusters(api).ensureClusterIsRunning("c1");
    await expect(run).rejects.toMatchObject({ state: "ERROR", value: { cluster_id: "c1" } });
    expect(starts(api)).toBe(1);
  });

  it("stops at the caller's signal", async () => {
    const controller = new AbortController();
    const run = new Clusters(clusterIn(["PENDING"])).ensureClusterIsRunning("c1", {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
  });

  it("is not put off by somebody else's start, but by any other error", async () => {
    const failing = (error: Error): Clusters =>
      new Clusters(
        clusterIn(["TERMINATED", "PENDING", "RUNNING"], () => {
          throw error;
        }),
      );
    const raced = new InvalidState("starting already", errorInit);
    await expect(failing(raced).ensureClusterIsRunning("c1")).resolves.toBeDefined();
    const gone = new NotFound("gone", errorInit);
    await expect(failing(gone).ensureClusterIsRunning("c1")).rejects.toBe(gone);
  });

  it("has a limit for all of it", async () => {
    const api = clusterIn(["PENDING"]);
    const run = new Clusters(api).ensureClusterIsRunning("c1");
    await expect(run).rejects.toThrow(OperationTimeout);
    expect(api.elapsed()).toBe(20 * 60_000);
    const brief = clusterIn(["PENDING"]);
    const limited = new Clusters(brief).ensureClusterIsRunning("c1", { timeout: 5000 });
    await expect(limited).rejects.toThrow(/last state was PENDING/);
    expect(brief.elapsed()).toBe(5000);
  });
});

describe("selection", () => {
  it("asks the service", async () => {
    const api = fakeServiceClient({
      "/api/2.1/clusters/spark-versions": () => ({
        versions: [{ key: "15.4.x-scala2.12", name: "15.4 LTS" }],
      }),
      "/api/2.1/clusters/list-node-types": () => ({
        node_types: [
          {
            node_type_id: "n1",
            instance_type_id: "n1",
            category: "",
            memory_mb: 1024,
            num_cores: 1,
          },
        ],
      }),
    });
    const clusters = new Clusters(api);
    expect(await clusters.selectSparkVersion({ longTermSupport: true })).toBe("15.4.x-scala2.12");
    expect(await clusters.selectNodeType({ minCores: 1 })).toBe("n1");
    const empty = new Clusters(
      fakeServiceClient({ "/api/2.1/clusters/spark-versions": () => ({}) }),
    );
    await expect(empty.selectSparkVersion()).rejects.toThrow("returned no results");
  });
});
