import type { Clock } from "../clock/index.js";
import { AccountEngine } from "../engines/account/index.js";
import { credentialsHandlers } from "../handlers/credentials.js";
import { encryptionKeysHandlers } from "../handlers/encryption-keys.js";
import { networksHandlers } from "../handlers/networks.js";
import { privateAccessHandlers } from "../handlers/private-access.js";
import { storageHandlers } from "../handlers/storage.js";
import { vpcEndpointsHandlers } from "../handlers/vpc-endpoints.js";
import { workspacesHandlers } from "../handlers/workspaces.js";
import type { HandlerSet } from "../http/index.js";
import type { Store } from "../state/index.js";

/** What the engines of the account are made with. */
export interface AccountSurroundings {
  /** The account's own. */
  readonly store: Store;
  readonly clock: Clock;
  readonly accountId: string;
  /** The workspace that is there from the start. */
  readonly workspaceId: number;
  /** A workspace is gone, with all that was in it. */
  onDeleted(workspaceId: number): void;
}

/** The engines of the account and the handlers on top of them. */
export interface AccountParts {
  readonly engine: AccountEngine;
  readonly handlers: HandlerSet;
}

/** Builds the engines of the account. */
export function accountParts({ workspaceId, ...surroundings }: AccountSurroundings): AccountParts {
  const engine = new AccountEngine(surroundings);
  engine.workspaces.register({
    workspace_id: workspaceId,
    workspace_name: "local",
    deployment_name: "local",
    aws_region: "us-west-2",
  });
  return {
    engine,
    handlers: {
      "provisioning.CredentialsAPI": credentialsHandlers(engine),
      "provisioning.EncryptionKeysAPI": encryptionKeysHandlers(engine),
      "provisioning.NetworksAPI": networksHandlers(engine),
      "provisioning.PrivateAccessAPI": privateAccessHandlers(engine),
      "provisioning.StorageAPI": storageHandlers(engine),
      "provisioning.VpcEndpointsAPI": vpcEndpointsHandlers(engine),
      "provisioning.WorkspacesAPI": workspacesHandlers(engine),
    },
  };
}
