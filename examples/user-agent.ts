// Tells the workspace which product makes the calls: for the whole process, and for one client.
import { WorkspaceClient, withPartner, withProduct, withUserAgentExtra } from "databricks-sdk-ts";

withProduct("nightly-report", "1.4.0");
withPartner("example-partner");
withUserAgentExtra("team", "analytics");

await using w = new WorkspaceClient({ userAgentExtras: [["feature", "cleanup"]] });

await w.currentUser.me();
console.log(w.apiClient.userAgent);
