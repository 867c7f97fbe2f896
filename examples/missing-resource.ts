// Handles one kind of error by its class, and lets all others through.
import { ResourceDoesNotExist, WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();

try {
  await w.clusters.get({ cluster_id: "0101-000000-missing1" });
} catch (error) {
  if (!(error instanceof ResourceDoesNotExist)) throw error;
  console.log(`${error.errorCode} (${error.status}): ${error.message}`);
}
