import type { RawRoute } from "../http/index.js";

/**
 * What a host can be: one workspace's; the account's console; or both, with workspaces told apart by
 * header.
 */
export type HostType = "account" | "unified" | "workspace";

/** What clients ask for before and after all else. */
export function discoveryRoutes(hostType: HostType): readonly RawRoute[] {
  return [
    {
      verb: "GET",
      path: "/.well-known/databricks-config",
      public: true,
      handle: (_request, { host, accountId, workspaceId }) => ({
        // Why the braces: clients fill in the account that they are configured for.
        oidc_endpoint:
          hostType === "account" ? `${host}/oidc/accounts/{account_id}` : `${host}/oidc`,
        account_id: accountId,
        // Why text: official clients read it as such and drop the whole document otherwise.
        ...(hostType !== "account" && { workspace_id: String(workspaceId) }),
        cloud: "AWS",
        host_type: hostType,
        // What federated tokens are for, where their policy does not say.
        token_federation_default_oidc_audiences: [accountId],
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
