import type { ClusterEngine } from "../engines/compute/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import { clustersHandlers } from "../handlers/clusters.js";
import { objectPermissionsHandlers } from "../handlers/object-permissions.js";
import type { AccessRule } from "./access-rules.js";
import type { WorkspacePart } from "./workspace-part.js";

const ADMIN: AccessRule = { admin: true };
const cluster = (level: string): AccessRule => ({ object: ["clusters", "cluster_id", level] });

/** The clusters of a workspace. */
export function clustersPart(
  clusters: ClusterEngine,
  permissions: PermissionEngine,
): WorkspacePart {
  return {
    handlers: {
      "compute.ClustersAPI": {
        ...clustersHandlers(clusters),
        ...objectPermissionsHandlers(
          permissions,
          "clusters",
          (request: { cluster_id: string }) => request.cluster_id,
        ),
      },
    },
    objects: { clusters: (id) => clusters.state(id) },
    rules: {
      "compute.ClustersAPI": {
        create: {
          entitlement: "allow-cluster-create",
          unless: "policy_id",
          creates: ["clusters", "cluster_id"],
        },
        get: cluster("CAN_ATTACH_TO"),
        events: cluster("CAN_ATTACH_TO"),
        list: { shows: ["clusters", "clusters", "cluster_id"] },
        start: cluster("CAN_RESTART"),
        restart: cluster("CAN_RESTART"),
        delete: cluster("CAN_RESTART"),
        edit: cluster("CAN_MANAGE"),
        update: cluster("CAN_MANAGE"),
        resize: cluster("CAN_MANAGE"),
        permanentDelete: { ...cluster("CAN_MANAGE"), deletes: true },
        pin: ADMIN,
        unpin: ADMIN,
        changeOwner: ADMIN,
      },
    },
  };
}
