// Takes host and credentials from a profile of ~/.databrickscfg, and says where each value came from.
import { WorkspaceClient } from "databricks-sdk-ts";

await using w = new WorkspaceClient({ profile: process.argv[2] ?? "DEFAULT" });

const me = await w.currentUser.me();
console.log(`${me.userName} at ${w.config.host}, by ${w.config.authType}`);
for (const name of ["host", "token", "profile"] as const) {
  console.log(`  ${name}: ${w.config.originOf(name) ?? "not set"}`);
}
