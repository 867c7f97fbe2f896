// Everything public. Grouped by what a reader looks for; the wire types of each API package are
// namespaces here, and modules of their own under `databricks-sdk-ts/<package>`.

export { AccountClient, WorkspaceClient } from "./clients/index.gen.js";

// Calls: requests, lists and waits
export { ApiClient } from "./api-client/index.js";
export type { ApiRequest, BinaryBody, CallOptions, ClientOptions } from "./api-client/index.js";
export type { Int64, RawResponse } from "./api-client/index.js";
export type { RetryOptions } from "./retry/index.js";
export { Paged } from "./paging/index.js";
export type { Page } from "./paging/index.js";
export type { Waiter, WaitOptions } from "./waiting/index.js";

// Configuration and credentials
export { Config } from "./config/index.js";
export type { AttributeName, ConfigAttributes, ConfigOptions } from "./config/index.js";
export type { ConfigRuntime } from "./config/index.js";
export { basic, externalBrowser, formatAuthReport, onBehalfOfUser } from "./auth/index.js";
export { pat } from "./auth/index.js";
export type { AuthAttributes, AuthContext, AuthReport, AzureEndpoints } from "./auth/index.js";
export type { AzureEnvironment, Cloud, CloudEnvironment } from "./auth/index.js";
export type { Credentials, CredentialsStrategy, FoundAttribute, Skipped } from "./auth/index.js";
export type { OAuthToken, RequestHeaders, StrategyInput, StrategyOutcome } from "./auth/index.js";
export type { StrategyReport } from "./auth/index.js";

// OAuth for applications
export { Consent, OAuthClient, SessionCredentials } from "./auth/index.js";
export type { BrowserOptions, CallbackParameters, ConsentData } from "./auth/index.js";
export type { OAuthClientOptions, OAuthEndpoints, OpenBrowser, SessionData } from "./auth/index.js";
export type { SessionOptions, TokenStore, UserLoginOptions } from "./auth/index.js";

// Helpers on services; `databricks-sdk-ts/extensions` has the classes themselves
export type { Clusters, Dbfs, DbfsReader, DbfsWriter, Jobs } from "./extensions/index.js";
export type { CopyFilesOptions, FailedTask, ListFilesOptions } from "./extensions/index.js";
export type { OpenToRead, OpenToWrite, RecursiveOptions } from "./extensions/index.js";
export type {
  RepairFailedRun,
  RunWaiter,
  TaskOutput,
  WriteFileOptions,
} from "./extensions/index.js";
export type { SelectNodeTypeOptions, SelectSparkVersionOptions } from "./extensions/index.js";
export type { Permissions, Workspace, WorkspaceDownload } from "./extensions/index.js";
export type { AccessToRemove, RemovePermissions, WorkspaceOfAccount } from "./extensions/index.js";
export type { ListWorkspaceTreeRequest, WorkspaceContent } from "./extensions/index.js";
export type { WorkspaceDownloadOptions, WorkspaceUploadOptions } from "./extensions/index.js";
export type { ServingEndpoints, ServingEndpointsDataPlane } from "./extensions/index.js";
export type { ExternalRequest, Fetch, OpenAiOptions } from "./extensions/index.js";
export type { QueryEndpointChunk, QueryEndpointChunkChoice } from "./extensions/index.js";
export type { QueryEndpointChunkDelta, QueryStream } from "./extensions/index.js";
export type { QueryStreamOptions } from "./extensions/index.js";
export type { DBUtils } from "./dbutils/index.js";

// Files of any size
export type { DownloadedFile, DownloadOptions, DownloadResult } from "./extensions/index.js";
export type { DownloadToOptions, Files, TransferOptions } from "./extensions/index.js";
export type { TransferProgress, TransferSettings, TreeEntry } from "./extensions/index.js";
export type { TreeOptions, TreeProgress, TreeResult, UploadOptions } from "./extensions/index.js";
export type { UploadResult, UploadSource, WalkOptions } from "./extensions/index.js";

// Errors: the tree, then one class per meaning of a service's answer
export { ApiError, DatabricksError, isDatabricksError } from "./errors/index.js";
export { isAlreadyExists, isNotFound } from "./errors/index.js";
export { ConfigError, DefaultCredentialsError, OAuthError } from "./errors/index.js";
export { ConnectionError, InvalidRequestError, InvalidResponseError } from "./errors/index.js";
export { OperationFailed, OperationTimeout, PagingError, TimeoutError } from "./errors/index.js";
export {
  FileChanged,
  JobRunFailed,
  TreeDeletionFailed,
  TreeTransferFailed,
} from "./extensions/index.js";
export { NotebookExit, RemoteError } from "./dbutils/index.js";
export { Aborted, AlreadyExists, BadRequest, Cancelled, DataLoss } from "./errors/index.js";
export { DeadlineExceeded, InternalError, InvalidParameterValue } from "./errors/index.js";
export { InvalidState, NotFound, NotImplemented, PermissionDenied } from "./errors/index.js";
export { PrivateLinkValidationError, RequestLimitExceeded } from "./errors/index.js";
export { ResourceAlreadyExists, ResourceConflict, ResourceDoesNotExist } from "./errors/index.js";
export { ResourceExhausted, TemporarilyUnavailable, TooManyRequests } from "./errors/index.js";
export { Unauthenticated, Unknown } from "./errors/index.js";
export type { BadRequestInfo, DebugInfo, ErrorDetails, ErrorInfo, Help } from "./errors/index.js";
export type { PreconditionFailure, QuotaFailure, RequestInfo } from "./errors/index.js";
export type { ResourceInfo, RetryInfo, StrategyAttempt } from "./errors/index.js";

// What can be replaced, and what can be watched
export { fetchTransport, nodeTransport } from "./http/index.js";
export type { HttpBody, HttpMethod, HttpRequest, HttpResponse, Transport } from "./http/index.js";
export type { NodeTransportOptions } from "./http/index.js";
export type { Clock, Random } from "./internal/index.js";
export type { RequestEvent, ResponseEvent, RetryEvent } from "./http/index.js";
export { consoleLogger } from "./logging/index.js";
export type { Logger, LogLevel } from "./logging/index.js";
export { withPartner, withProduct, withUserAgentExtra } from "./user-agent/index.js";
export type { UserAgentExtra } from "./user-agent/index.js";

// Types of the REST API, one namespace per package
export type { agentbricks, aisearch, apps, billing, bundle } from "./clients/index.gen.js";
export type { bundledeployments, catalog, cleanrooms, compute } from "./clients/index.gen.js";
export type { dashboards, database, dataclassification } from "./clients/index.gen.js";
export type { dataquality, disasterrecovery, environments, files } from "./clients/index.gen.js";
export type { iam, iamv2, jobs, knowledgeassistants, marketplace } from "./clients/index.gen.js";
export type { ml, networking, oauth2, pipelines, postgres } from "./clients/index.gen.js";
export type { provisioning, qualitymonitorv2, serving, settings } from "./clients/index.gen.js";
export type { settingsv2, sharing, sql, supervisoragents, tags } from "./clients/index.gen.js";
export type { vectorsearch, workspace } from "./clients/index.gen.js";
