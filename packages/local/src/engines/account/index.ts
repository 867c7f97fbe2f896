export { noWorkspace } from "./account-errors.js";
export { AccountEngine, type AccountEngineOptions } from "./account-engine.js";
export type { Credential, CredentialRequest, Credentials } from "./credentials.js";
export type { DeploymentNames } from "./deployment-name.js";
export type { EncryptionKey, EncryptionKeyRequest, EncryptionKeys } from "./encryption-keys.js";
export { markedFailures, type Failures } from "./failures.js";
export type { Network, NetworkFindings } from "./network.js";
export type { NetworkRequest, Networks } from "./networks.js";
export type {
  PrivateAccess,
  PrivateAccessRequest,
  PrivateAccessSettings,
} from "./private-access.js";
export type { StorageConfiguration, StorageConfigurations, StorageRequest } from "./storage.js";
export type { VpcEndpoint, VpcEndpointRequest, VpcEndpoints } from "./vpc-endpoints.js";
export type { Workspace, WorkspaceSpec, WorkspaceStatus } from "./workspace-record.js";
export type { WorkspaceChange } from "./workspace-update.js";
export type { RegisteredWorkspace, WorkspacePorts, Workspaces } from "./workspaces.js";
