// The local workspace that files are moved to and from, in a process of its own.
import { join } from "node:path";
import { startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import type { Address } from "./types.js";

const workspace = await startLocalWorkspace({ folder: join(process.argv[2] ?? "", "workspace") });
const w = new WorkspaceClient({ host: workspace.host, token: workspace.token });
await w.volumes.create({
  catalog_name: "main",
  schema_name: "default",
  name: "transfers",
  volume_type: "MANAGED",
});
const address: Address = {
  host: workspace.host,
  token: workspace.token,
  path: "/Volumes/main/default/transfers/file.bin",
};
process.send?.(address);
process.once("disconnect", () => {
  void w.close().then(() => workspace.close());
});
