import type { Directory, IdentityEngine, Principal } from "../engines/identity/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { WorkspaceSite } from "../http/index.js";

/** What decides who is let into a workspace. */
export interface Gate {
  readonly workspaceId: number;
  readonly identity: IdentityEngine;
  readonly directory: Directory;
  readonly oauth: OAuthEngine;
}

/**
 * Who shows a credential: the owner of a personal access token, or whom an access token was issued to.
 * An access token is good for the account's operations, and in the workspaces that its bearer is in.
 */
export function authenticator(gate: Gate): WorkspaceSite["authenticate"] {
  const { identity, directory, oauth, workspaceId } = gate;
  return (credential, operation) => {
    if (credential.kind !== "token") return undefined;
    const owner = identity.authenticate(credential.token);
    if (owner) return owner;
    const bearer = oauth.authenticate(credential.token, operation?.id);
    if (!bearer) return undefined;
    const { id, userName } = bearer;
    const found: Principal | undefined =
      operation?.level === "account" ? directory.principal(id) : identity.admits(id);
    if (found) return found;
    const text = `${userName} is not assigned to workspace ${workspaceId}.`;
    throw new WorkspaceError("PERMISSION_DENIED", text);
  };
}
