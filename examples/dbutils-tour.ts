// The dbutils that notebooks have, outside of a notebook: the environment says which workspace.
import { dbutils } from "databricks-sdk-ts/dbutils";

await dbutils.fs.mkdirs("dbfs:/examples/tour");
await dbutils.fs.put("dbfs:/examples/tour/hello.txt", "Hello from dbutils\n", true);
console.log(await dbutils.fs.head("dbfs:/examples/tour/hello.txt"));
await dbutils.fs.cp("dbfs:/examples/tour/hello.txt", "dbfs:/examples/tour/copy.txt");
for (const { name, size } of await dbutils.fs.ls("dbfs:/examples/tour")) console.log(name, size);
await dbutils.fs.rm("dbfs:/examples/tour", true);

await dbutils.widgets.text("day", "monday");
console.log(`It is ${await dbutils.widgets.get("day")}`);

const rows = await dbutils.jobs.taskValues.get("load", "rows", { debugValue: 7 });
console.log(`Outside of a job, the task gave ${String(rows)}`); // the value to debug with

console.log(await dbutils.help("secrets.get"));

// Mounts are the cluster's business, so this runs there.
if (process.env["DATABRICKS_CLUSTER_ID"]) {
  for (const { mountPoint, source } of await dbutils.fs.mounts()) console.log(mountPoint, source);
}
await dbutils.close();
