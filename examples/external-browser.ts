// Signs you in with your browser. The login is kept where the Databricks CLI keeps its own, so the
// browser opens for the first run only. Needs DATABRICKS_HOST, or a profile with a host.
import { WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient({ authType: "external-browser" });

const me = await w.currentUser.me();
console.log(`Signed in to ${w.config.host} as ${me.userName}`);
