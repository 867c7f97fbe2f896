import type { RawRoute } from "../http/index.js";

/** What clients ask for before and after all else. */
export function discoveryRoutes(): readonly RawRoute[] {
  return [
    {
      verb: "GET",
      path: "/.well-known/databricks-config",
      public: true,
      handle: (_request, { host, accountId, workspaceId }) => ({
        oidc_endpoint: `${host}/oidc`,
        account_id: accountId,
        // Why text: official clients read it as such and drop the whole document otherwise.
        workspace_id: String(workspaceId),
        cloud: "AWS",
        host_type: "unified",
      }),
    },
    {
      verb: "POST",
      path: "/telemetry-ext",
      public: true,
      handle: () => ({ errors: [], numProtoSuccess: 1 }),
    },
  ];
}
