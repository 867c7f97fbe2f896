import type { Handlers } from "../contract/index.js";
import type { CatalogEngine } from "../engines/catalog/index.js";

const CLOUD = "aws";
const REGION = "us-west-2";

/** Serves what of `catalog.MetastoresAPI` says where a workspace's catalogs are. */
export function metastoresHandlers({
  metastoreId: metastore_id,
  owner,
}: CatalogEngine): Partial<Handlers["catalog.MetastoresAPI"]> {
  return {
    current: (_request, { workspaceId }) => ({
      metastore_id,
      workspace_id: workspaceId,
      default_catalog_name: "main",
    }),
    summary: () => ({
      metastore_id,
      name: "local",
      owner,
      cloud: CLOUD,
      region: REGION,
      global_metastore_id: `${CLOUD}:${REGION}:${metastore_id}`,
      privilege_model_version: "1.0",
      delta_sharing_scope: "INTERNAL",
    }),
  };
}
