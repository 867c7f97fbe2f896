// Lists the Git folders of the workspace with their branch and commit.
import { WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient();

for await (const repo of w.repos.list()) {
  console.log(`${repo.path}  ${repo.branch}  ${repo.head_commit_id?.slice(0, 8)}`);
}
