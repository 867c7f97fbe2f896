// Shows every exchange with the workspace; secrets are left out of headers and bodies.
import { WorkspaceClient, consoleLogger } from "databricks-sdk-ts";

await using w = new WorkspaceClient({
  logger: consoleLogger("debug"),
  debugHeaders: true,
  debugTruncateBytes: 256,
});

const me = await w.currentUser.me();
console.log(`Signed in as ${me.userName}`);
