import { WorkspaceError } from "../errors/index.js";
import type { Exchange } from "./exchange.js";
import type { Ports, WorkspaceSite } from "./ports.js";

/** Where clients name the workspace that they mean, the surest first. */
const headers = ["x-databricks-workspace-id", "x-databricks-org-id"];

/**
 * The workspace that a request is for: named by header, by `?o=` as in addresses of its pages, or
 * else the default one.
 *
 * @throws WorkspaceError when there is no such workspace
 */
export function siteOf(exchange: Exchange, ports: Ports): WorkspaceSite {
  const named = headers.map((name) => exchange.header(name)).find((value) => value !== undefined);
  const asked = named ?? exchange.query.get("o") ?? undefined;
  if (asked !== undefined && !/^\d{1,19}$/.test(asked)) {
    throw new WorkspaceError("INVALID_PARAMETER_VALUE", `Workspace id '${asked}' is not a number`);
  }
  const site = ports.workspace(asked === undefined ? undefined : Number(asked));
  if (site) return site;
  throw missing(asked ?? "", ports.workspace()?.workspaceId);
}

/** Names the one that is there: whoever asked may have kept what an earlier server here was. */
function missing(asked: string, own: number | undefined): WorkspaceError {
  const text = own === undefined ? "" : `; this server's own is ${own}`;
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `Workspace ${asked} does not exist${text}`);
}
