import { join } from "node:path";
import type { ControlledClock } from "../clock/index.js";
import { IdentityEngine, type Directory } from "../engines/identity/index.js";
import type { OAuthEngine } from "../engines/oauth/index.js";
import { PermissionEngine } from "../engines/permissions/index.js";
import type { Store } from "../state/index.js";
import type { StorageProtocol } from "../storage-routes/index.js";
import type { ObjectsPort } from "./objects-port.js";
import { principalsPort } from "./principals-port.js";
import type { ServingReplies } from "./serving-part.js";

/** What the engines of one workspace are made with. */
export interface WorkspaceSurroundings {
  readonly workspaceId: number;
  /** The workspace's own. */
  readonly store: Store;
  /** Everybody in the account. */
  readonly directory: Directory;
  /** The account's. */
  readonly oauth: OAuthEngine;
  readonly clock: ControlledClock;
  /** The workspace's own; undefined: nothing is to be kept. */
  readonly folder: string | undefined;
  /** The administrator's user name, and the token that is always good. */
  readonly admin: { readonly userName: string; readonly token: string };
  /** Where the server answers. */
  readonly host: () => string;
  /** How clients get at cloud storage. */
  readonly storage: StorageProtocol;
  /** The Python interpreter; undefined: `python3`. */
  readonly python: string | undefined;
  /** Hosts that repositories may be cloned from; undefined: this machine's. */
  readonly gitHosts: readonly string[] | undefined;
  /** What answers in place of models and of services outside. */
  readonly replies: ServingReplies;
}

/** What all parts of a workspace stand on. */
export interface WorkspaceBase extends Omit<WorkspaceSurroundings, "folder"> {
  /** A folder of that name of the workspace's own; without one nothing is kept. */
  readonly folder: (name: string) => { readonly folder?: string };
  readonly identity: IdentityEngine;
  /** The administrator's. */
  readonly adminId: string;
  readonly permissions: PermissionEngine;
}

/** Lets the people into a workspace and knows what they may do with its objects. */
export function workspaceBase(
  surroundings: WorkspaceSurroundings,
  objects: ObjectsPort,
): WorkspaceBase {
  const { store, directory, clock, admin, workspaceId, folder } = surroundings;
  const identity = new IdentityEngine({ directory, workspaceId, store, clock });
  const { id: adminId } = identity.ensureUser({ ...admin, admin: true, accountAdmin: true });
  identity.tokens.register(adminId, admin.token);
  const permissions = new PermissionEngine({
    store,
    principals: principalsPort(identity),
    exists: objects.exists,
    inherited: objects.inherited,
  });
  return {
    ...surroundings,
    folder: (name) => (folder === undefined ? {} : { folder: join(folder, name) }),
    identity,
    adminId,
    permissions,
  };
}
