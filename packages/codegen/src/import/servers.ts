import type { PackageFacts } from "../model/index.js";
import type { Json } from "./schema.js";

/** Where account operations are served. */
export const accountServer: Json = {
  url: "https://accounts.cloud.databricks.com",
  description: "The accounts.",
};

const workspaceServer: Json = {
  url: "https://{workspace}",
  description: "A workspace.",
  variables: {
    workspace: {
      default: "my-workspace.cloud.databricks.com",
      description: "The host of the workspace.",
    },
  },
};

/** The Server Objects that the operations of a package need. */
export function servers(facts: PackageFacts): Json[] {
  const levels = new Set(Object.values(facts.services).map((service) => service.path_level));
  return [
    ...(levels.has("workspace") ? [workspaceServer] : []),
    ...(levels.has("account") ? [accountServer] : []),
  ];
}
