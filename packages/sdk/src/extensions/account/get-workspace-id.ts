import type { CallOptions, Int64, Operation, ServiceClient } from "../../api-client/index.js";
import { InvalidResponseError } from "../../errors/index.js";

/** Every answer of a workspace names it in this header; the one about oneself anyone may read. */
const header = "x-databricks-org-id";
const me: Operation = {
  verb: "GET",
  path: "/api/2.0/preview/scim/v2/Me",
  responseHeaders: { [header]: "int64" },
};

/**
 * The id of the workspace that a client is connected to: the configured one, else what the host
 * tells of itself, else what it adds to its answers.
 * Throws an {@link InvalidResponseError} when none of them says.
 */
export async function getWorkspaceId(api: ServiceClient, options?: CallOptions): Promise<Int64> {
  const { config } = api;
  if (config.workspaceId === undefined) {
    const { [header]: id } = await api.call<{ readonly [header]?: Int64 }>(me, {}, options);
    if (id !== undefined) return id;
  }
  // The first call has also asked the host what it is.
  const { workspaceId = "" } = config;
  if (!/^\d+$/.test(workspaceId)) {
    throw new InvalidResponseError(
      `the host does not tell which workspace it is, and workspaceId is "${workspaceId}": ` +
        "set it to the workspace's number",
    );
  }
  const id = Number(workspaceId);
  return Number.isSafeInteger(id) ? id : BigInt(workspaceId);
}
