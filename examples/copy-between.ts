// Copies a directory from DBFS to a volume, and one file back. `dbfs.copy` takes any two of DBFS,
// volumes and this machine.
import { WorkspaceClient } from "databricks-sdk-ts";
import { exampleVolume } from "./support/volume.js";

await using w = new WorkspaceClient();
const volume = await exampleVolume(w, "copies");

await w.dbfs.upload("dbfs:/examples/copies/a.txt", "one", { overwrite: true });
await w.dbfs.upload("dbfs:/examples/copies/deep/b.txt", "two", { overwrite: true });

await w.dbfs.copy("dbfs:/examples/copies", `${volume}/copies`, {
  recursive: true,
  overwrite: true,
});
for await (const { path } of w.files.walk(`${volume}/copies`)) console.log(path);

await w.dbfs.copy(`${volume}/copies/deep/b.txt`, "dbfs:/examples/copies/c.txt", {
  overwrite: true,
});
const copy = await w.dbfs.download("dbfs:/examples/copies/c.txt");
console.log(`c.txt says ${await copy.text()}`);

await w.dbfs.delete("dbfs:/examples/copies", { recursive: true });
await w.dbfs.delete(`${volume}/copies`, { recursive: true });
