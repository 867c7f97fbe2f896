import { camelCase } from "../model/index.js";

const site = "https://docs.databricks.com/api";

/**
 * The page of the official REST reference: `workspace.cluster_policies`, `list` ->
 * `.../workspace/clusterpolicies/list`. `property` is the dotted client property that reaches the
 * service; without one the service's own name stands in.
 */
export function referencePage(
  property: string | undefined,
  service: string,
  method: string,
): string {
  const [client = "workspace", ...names] = property?.split(".") ?? ["workspace"];
  const group = names.at(-1)?.replaceAll("_", "") ?? service.replace(/API$/, "").toLowerCase();
  return `${site}/${client}/${group}/${camelCase(method).toLowerCase()}`;
}
