import { ConfigError } from "../errors/index.js";
import type { ConfigAttributes } from "./options.js";

/**
 * The HTTP path under which SQL drivers reach the configured compute; empty when there is none.
 * Throws a {@link ConfigError} when both a warehouse and a cluster are configured, or a cluster
 * without the workspace id that its path holds.
 */
export function sqlHttpPath(
  config: Pick<ConfigAttributes, "warehouseId" | "clusterId" | "workspaceId">,
): string {
  const { warehouseId, clusterId, workspaceId } = config;
  if (warehouseId !== undefined && clusterId !== undefined) {
    throw new ConfigError("both warehouseId and clusterId are set; unset one of them", {
      attribute: "warehouseId",
    });
  }
  if (warehouseId !== undefined) return `/sql/1.0/warehouses/${warehouseId}`;
  if (clusterId === undefined) return "";
  if (workspaceId === undefined) {
    throw new ConfigError("the SQL path of a cluster needs workspaceId, which is not set", {
      attribute: "workspaceId",
    });
  }
  return `sql/protocolv1/o/${workspaceId}/${clusterId}`;
}
