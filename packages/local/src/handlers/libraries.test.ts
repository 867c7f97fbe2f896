import { describe, expect } from "vitest";
import { tinyWheel, wheelName } from "../engines/libraries/testing/tiny-wheel.js";
import { hasPython } from "../python/testing/has-python.js";
import { proof } from "../testing/proof.js";
import { settled, startedCluster, until } from "./testing/running-cluster.js";

interface Statuses {
  readonly cluster_id: string;
  readonly library_statuses: readonly { readonly status: string; readonly messages?: string[] }[];
}

describe("compute.LibrariesAPI", () => {
  proof(
    [
      "compute.LibrariesAPI.install",
      "compute.LibrariesAPI.clusterStatus",
      "compute.LibrariesAPI.allClusterStatuses",
      "compute.LibrariesAPI.uninstall",
    ],
    "keeps what a cluster is to have",
    async (proof) => {
      const { call, error } = proof;
      const cluster_id = await startedCluster(proof);
      const libraries = [{ jar: "dbfs:/x.jar" }];
      const path = `/api/2.0/libraries/cluster-status?cluster_id=${cluster_id}`;
      expect(await call("GET", path)).toEqual({ cluster_id, library_statuses: [] });
      expect(await call("POST", "/api/2.0/libraries/install", { cluster_id, libraries })).toEqual(
        {},
      );
      const failed = await until(
        () => call<Statuses>("GET", path),
        ({ library_statuses: [first] }) => first?.status === "FAILED",
      );
      expect(failed.library_statuses).toEqual([
        {
          library: { jar: "dbfs:/x.jar" },
          status: "FAILED",
          messages: [expect.stringContaining("kind jar are not installed") as string],
          is_library_for_all_clusters: false,
        },
      ]);
      expect(await call("GET", "/api/2.0/libraries/all-cluster-statuses")).toEqual({
        statuses: [failed],
      });
      await call("POST", "/api/2.0/clusters/delete", { cluster_id });
      await settled(proof, cluster_id);
      await until(
        () => call<Statuses>("GET", path),
        ({ library_statuses: [first] }) => first?.status === "PENDING",
      );
      await call("POST", "/api/2.0/libraries/uninstall", { cluster_id, libraries });
      expect(await call("GET", "/api/2.0/libraries/all-cluster-statuses")).toEqual({
        statuses: [],
      });
      const nowhere = { cluster_id: "none", libraries };
      expect(await error("POST", "/api/2.0/libraries/install", nowhere)).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
        body: { message: "Cluster none does not exist" },
      });
    },
  );
});

describe.runIf(hasPython)("a wheel in DBFS", () => {
  proof(
    ["compute.LibrariesAPI.install"],
    "can be imported by commands",
    async (proof) => {
      const { call } = proof;
      const clusterId = await startedCluster(proof);
      const path = `/wheels/${wheelName("tiny_library", "1.5")}`;
      const contents = Buffer.from(tinyWheel("tiny_library", "1.5")).toString("base64");
      await call("POST", "/api/2.0/dbfs/put", { path, contents });
      await call("POST", "/api/2.0/libraries/install", {
        cluster_id: clusterId,
        libraries: [{ whl: `dbfs:${path}` }],
      });
      const seen = new Set<string>();
      await until(
        () => call<Statuses>("GET", `/api/2.0/libraries/cluster-status?cluster_id=${clusterId}`),
        ({ library_statuses: [first] }) => {
          seen.add(first?.status ?? "");
          return first?.status === "INSTALLED";
        },
      );
      expect([...seen]).toEqual(["PENDING", "RESOLVING", "INSTALLING", "INSTALLED"]);
      const language = "python";
      const { id: contextId } = await call("POST", "/api/1.2/contexts/create", {
        clusterId,
        language,
      });
      const command = "import tiny_library; print(tiny_library.VALUE)";
      const body = { clusterId, contextId, language, command };
      const { id: commandId } = await call("POST", "/api/1.2/commands/execute", body);
      const query = new URLSearchParams({ clusterId, contextId, commandId } as never).toString();
      const { results } = await until(
        () => call("GET", `/api/1.2/commands/status?${query}`),
        (answer) => answer["results"] !== undefined,
      );
      expect(results).toMatchObject({ resultType: "text", data: "1.5" });
    },
    { timeout: 120_000 },
  );
});
