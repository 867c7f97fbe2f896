import type { Realm } from "../engines/oauth/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { RawRequest, RequestContext } from "../http/index.js";

/** Where the endpoints of a workspace are, and those of the account. */
export const BASES = ["/oidc", "/oidc/accounts/{account_id}"] as const;

/**
 * On whose behalf an endpoint answers.
 *
 * @throws WorkspaceError `NOT_FOUND` for the endpoints of another account
 */
export function realmOf({ values }: RawRequest, context: RequestContext): Realm {
  const { host, accountId, workspaceId } = context;
  const asked = values["account_id"];
  if (asked === undefined) {
    return { issuer: `${host}/oidc`, audience: String(workspaceId), workspaceId };
  }
  if (asked !== accountId) {
    const text = `Account ${asked} does not exist; this server's account is ${accountId}`;
    throw new WorkspaceError("NOT_FOUND", text);
  }
  return { issuer: `${host}/oidc/accounts/${accountId}`, audience: accountId, workspaceId };
}
