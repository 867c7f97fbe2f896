export { ApiError, type ApiErrorInit } from "./api-error.js";
export { apiErrorFrom, type FailedExchange } from "./api-error-from.js";
export {
  Aborted,
  AlreadyExists,
  BadRequest,
  Cancelled,
  DataLoss,
  DeadlineExceeded,
  InternalError,
  InvalidParameterValue,
  InvalidState,
  NotFound,
  NotImplemented,
  PermissionDenied,
  PrivateLinkValidationError,
  RequestLimitExceeded,
  ResourceAlreadyExists,
  ResourceConflict,
  ResourceDoesNotExist,
  ResourceExhausted,
  TemporarilyUnavailable,
  TooManyRequests,
  Unauthenticated,
  Unknown,
} from "./api-errors.js";
export {
  ConnectionError,
  InvalidRequestError,
  InvalidResponseError,
  PagingError,
  TimeoutError,
  type TimeoutErrorInit,
} from "./client-errors.js";
export {
  ConfigError,
  type ConfigErrorInit,
  DefaultCredentialsError,
  type StrategyAttempt,
} from "./config-errors.js";
export { DatabricksError, type ErrorInit, isDatabricksError } from "./databricks-error.js";
export type {
  BadRequestInfo,
  DebugInfo,
  ErrorDetails,
  ErrorInfo,
  Help,
  PreconditionFailure,
  QuotaFailure,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
} from "./details.js";
export { isAlreadyExists } from "./is-already-exists.js";
export { isNotFound } from "./is-not-found.js";
export { OAuthError, type OAuthErrorInit } from "./oauth-error.js";
export { OperationFailed, type OperationFailedInit, OperationTimeout } from "./operation-errors.js";
export { isPrivateLinkRedirect } from "./private-link.js";
export {
  type OptionKind,
  requireFields,
  requireList,
  requireName,
  requireOptions,
  requireText,
  requireTexts,
} from "./require-input.js";
