import type { Clock } from "../clock/index.js";
import { AccountEngine } from "../engines/account/index.js";
import {
  AccountIdentity,
  Assignments,
  Directory,
  type Principal,
} from "../engines/identity/index.js";
import { IpAccessEngine } from "../engines/ip-access/index.js";
import { OAuthEngine } from "../engines/oauth/index.js";
import { WorkspaceError } from "../errors/index.js";
import { credentialsHandlers } from "../handlers/credentials.js";
import { customAppIntegrationHandlers } from "../handlers/custom-app-integration.js";
import { encryptionKeysHandlers } from "../handlers/encryption-keys.js";
import {
  accountFederationPolicyHandlers,
  servicePrincipalFederationPolicyHandlers,
} from "../handlers/federation-policies.js";
import { ipAccessListsHandlers } from "../handlers/ip-access-lists.js";
import { networksHandlers } from "../handlers/networks.js";
import { oauthPublishedAppsHandlers } from "../handlers/oauth-published-apps.js";
import { privateAccessHandlers } from "../handlers/private-access.js";
import { publishedAppIntegrationHandlers } from "../handlers/published-app-integration.js";
import { scimHandlers } from "../handlers/scim.js";
import { servicePrincipalSecretsHandlers } from "../handlers/service-principal-secrets.js";
import { storageHandlers } from "../handlers/storage.js";
import { vpcEndpointsHandlers } from "../handlers/vpc-endpoints.js";
import { workspaceAssignmentHandlers } from "../handlers/workspace-assignment.js";
import { workspacesHandlers } from "../handlers/workspaces.js";
import type { HandlerSet, WrapHandler } from "../http/index.js";
import { fetchFromThisMachine } from "../oauth-routes/index.js";
import type { Store } from "../state/index.js";
import { guardAll } from "./guard-handlers.js";
import { oauthIdentity } from "./oauth-identity.js";

/** What the engines of the account are made with. */
export interface AccountSurroundings {
  /** The account's own. */
  readonly store: Store;
  readonly clock: Clock;
  readonly accountId: string;
  /** The workspace that is there from the start. */
  readonly workspaceId: number;
  /** Seconds that access tokens last. Default: an hour. */
  readonly accessTokenSeconds: number | undefined;
  /** Seconds that refresh tokens last. Default: a week. */
  readonly refreshTokenSeconds: number | undefined;
  /** Whose personal access token it is in a workspace. */
  tokenOwner(token: string, workspaceId: number): Principal | undefined;
  /** A workspace is gone, with all that was in it. */
  onDeleted(workspaceId: number): void;
}

/** The engines of the account and the handlers on top of them. */
export interface AccountParts {
  readonly engine: AccountEngine;
  /** Everybody in the account and in its workspaces. */
  readonly directory: Directory;
  readonly oauth: OAuthEngine;
  readonly handlers: HandlerSet;
  /** Lets the account's administrators call them, and nobody else. */
  readonly guard: WrapHandler;
}

/** Builds the engines of the account. */
export function accountParts({ workspaceId, ...surroundings }: AccountSurroundings): AccountParts {
  const directory = new Directory(surroundings.store);
  const engine = new AccountEngine({
    ...surroundings,
    onDeleted: (id) => {
      directory.removeWorkspace(id);
      surroundings.onDeleted(id);
    },
  });
  const { store, clock } = surroundings;
  const ipAccess = new IpAccessEngine({ store, clock, isEnabled: () => false });
  const oauth = new OAuthEngine({
    ...surroundings,
    identity: oauthIdentity(directory, surroundings.tokenOwner),
    fetchDocument: fetchFromThisMachine,
  });
  engine.workspaces.register({
    workspace_id: workspaceId,
    workspace_name: "local",
    deployment_name: "local",
    aws_region: "us-west-2",
  });
  return {
    engine,
    directory,
    oauth,
    guard: guardAll(({ id, userName }) => {
      if (directory.isAccountAdmin(id)) return;
      const text = `User ${userName} is not an administrator of the account.`;
      throw new WorkspaceError("PERMISSION_DENIED", text);
    }),
    handlers: {
      ...identityHandlers(engine, directory),
      ...oauthHandlers(oauth),
      "provisioning.CredentialsAPI": credentialsHandlers(engine),
      "provisioning.EncryptionKeysAPI": encryptionKeysHandlers(engine),
      "provisioning.NetworksAPI": networksHandlers(engine),
      "provisioning.PrivateAccessAPI": privateAccessHandlers(engine),
      "provisioning.StorageAPI": storageHandlers(engine),
      "provisioning.VpcEndpointsAPI": vpcEndpointsHandlers(engine),
      "provisioning.WorkspacesAPI": workspacesHandlers(engine),
      "settings.AccountIpAccessListsAPI": ipAccessListsHandlers(ipAccess),
    },
  };
}

function identityHandlers({ workspaces }: AccountEngine, directory: Directory): HandlerSet {
  const { users, groups, servicePrincipals } = new AccountIdentity(directory);
  const exists = (id: number): boolean =>
    workspaces.list().some(({ workspace_id }) => workspace_id === id);
  return {
    "iam.AccountGroupsAPI": scimHandlers(groups),
    "iam.AccountGroupsV2API": scimHandlers(groups),
    "iam.AccountServicePrincipalsAPI": scimHandlers(servicePrincipals),
    "iam.AccountServicePrincipalsV2API": scimHandlers(servicePrincipals),
    "iam.AccountUsersAPI": scimHandlers(users),
    "iam.AccountUsersV2API": scimHandlers(users),
    "iam.WorkspaceAssignmentAPI": workspaceAssignmentHandlers(new Assignments(directory, exists)),
  };
}

function oauthHandlers(oauth: OAuthEngine): HandlerSet {
  return {
    "oauth2.AccountFederationPolicyAPI": accountFederationPolicyHandlers(oauth),
    "oauth2.CustomAppIntegrationAPI": customAppIntegrationHandlers(oauth),
    "oauth2.OAuthPublishedAppsAPI": oauthPublishedAppsHandlers(oauth),
    "oauth2.PublishedAppIntegrationAPI": publishedAppIntegrationHandlers(oauth),
    "oauth2.ServicePrincipalFederationPolicyAPI": servicePrincipalFederationPolicyHandlers(oauth),
    "oauth2.ServicePrincipalSecretsAPI": servicePrincipalSecretsHandlers(oauth),
  };
}
