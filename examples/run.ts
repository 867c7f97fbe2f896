// Runs an example by name: `npm run example -- list-clusters`. Without DATABRICKS_HOST or
// DATABRICKS_CONFIG_PROFILE it starts a local workspace for it first.
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const name = process.argv[2] ?? "";
const path = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
if (!/^[a-z-]+$/.test(name) || !existsSync(path)) {
  console.error("Name an example, e.g. npm run example -- list-clusters");
  process.exit(2);
}
process.argv.splice(2, 1);
if (process.env["DATABRICKS_HOST"] || process.env["DATABRICKS_CONFIG_PROFILE"]) {
  await import(pathToFileURL(path).href);
} else {
  const { startLocalWorkspace } = await import("databricks-local");
  await using local = await startLocalWorkspace();
  Object.assign(process.env, local.env());
  await import(pathToFileURL(path).href);
}
