import { WorkspaceError } from "../../../errors/index.js";

/** What a SCIM request may get wrong, RFC 7644 section 3.12. */
export type ScimType =
  | "invalidFilter"
  | "invalidPath"
  | "invalidSyntax"
  | "invalidValue"
  | "mutability"
  | "noTarget";

/** An error of status 400 whose kind clients can tell by `scimType`. */
export function scimError(scimType: ScimType, detail: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", detail, {
    reason: scimType,
    domain: "databricks.com",
    metadata: { scimType },
  });
}
