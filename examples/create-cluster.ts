// Creates a small cluster, waits until it runs, and shows each state on the way.
import { OperationTimeout, WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();

try {
  const cluster = await w.clusters.createAndWait(
    {
      cluster_name: "example",
      spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
      node_type_id: await w.clusters.selectNodeType({ localDisk: true }),
      num_workers: 1,
      autotermination_minutes: 15,
    },
    {
      timeout: 10 * 60_000,
      onProgress: ({ state, state_message }) => console.log(state, state_message ?? ""),
    },
  );
  console.log(`${cluster.cluster_name} runs as ${cluster.cluster_id}`);
  await w.clusters.permanentDelete({ cluster_id: cluster.cluster_id ?? "" });
} catch (error) {
  if (!(error instanceof OperationTimeout)) throw error;
  console.error(`The cluster takes longer than we wanted to wait: ${error.message}`);
}
