import { randomBytes } from "node:crypto";
import { invalid, malformed } from "./account-errors.js";

/** How deployment names are made. */
export interface DeploymentNames {
  /** What names that callers choose begin with. Default: callers cannot choose. */
  readonly prefix?: string | undefined;
  /** The name of a workspace whose creator chose none. Default: `dbc-<8 hex>-<4 hex>`. */
  readonly generate?: ((workspaceId: number) => string) | undefined;
}

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * The deployment name of a new workspace: the first part of its host name.
 *
 * @param wanted by its creator; `EMPTY` stands for the account's prefix alone
 * @throws WorkspaceError `MALFORMED_REQUEST` when the account has no prefix
 */
export function deploymentName(
  wanted: string | undefined,
  workspaceId: number,
  names: DeploymentNames,
): string {
  if (!wanted) return names.generate?.(workspaceId) ?? generated();
  if (!names.prefix) {
    throw malformed(
      "Deployment name cannot be used until a deployment name prefix is defined. " +
        "Leave deployment_name out, or give this account a prefix.",
    );
  }
  if (wanted === "EMPTY") return names.prefix;
  if (NAME.test(wanted)) return `${names.prefix}-${wanted}`;
  throw invalid(
    `Invalid deployment_name "${wanted}": use lower-case letters, digits and hyphens, and neither ` +
      "begin nor end with a hyphen.",
  );
}

function generated(): string {
  return `dbc-${randomBytes(4).toString("hex")}-${randomBytes(2).toString("hex")}`;
}
