import type { WorkspaceClient } from "databricks-sdk-ts";

/** Makes a volume for an example, unless it is there, and returns the path of its top. */
export async function exampleVolume(w: WorkspaceClient, name: string): Promise<string> {
  const schema = { catalog_name: "main", schema_name: "default" };
  const path = `/Volumes/${schema.catalog_name}/${schema.schema_name}/${name}`;
  if (!(await w.files.exists(path))) {
    await w.volumes.create({ ...schema, name, volume_type: "MANAGED" });
  }
  return path;
}
