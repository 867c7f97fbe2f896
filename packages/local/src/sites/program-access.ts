import type { IdentityEngine } from "../engines/identity/index.js";
import { WorkspaceError } from "../errors/index.js";

/** What lets a program call the workspace, until it is revoked. */
export interface ProgramAccess {
  readonly host: string;
  readonly token: string;
  revoke(): void;
}

/** A token of a user for a program that acts for them; `comment` says what it is for. */
export function programAccess(
  identity: IdentityEngine,
  host: string,
  userName: string,
  comment: string,
): ProgramAccess {
  const principal = identity.principalByName(userName);
  if (!principal) {
    const text = `A program is to run as ${userName}, who is not an active user of the workspace.`;
    throw new WorkspaceError("PERMISSION_DENIED", text);
  }
  const { id } = principal;
  const { token_value, token_info } = identity.tokens.create(id, { comment });
  const revoke = (): void => identity.tokens.delete(id, token_info.token_id);
  return { host, token: token_value, revoke };
}
