// Lists every cluster of the workspace, whatever the number of pages.
import { WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();

for await (const cluster of w.clusters.list()) {
  console.log(`${cluster.cluster_id}  ${cluster.state?.padEnd(10)}  ${cluster.cluster_name}`);
}
