import type { ApiError, ApiErrorInit } from "./api-error.js";
import {
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

/** How a class of API errors is made. */
export type ApiErrorClass = new (message: string, init: ApiErrorInit) => ApiError;

/** The class for an HTTP status, where the error code names none. */
export const classByStatus: ReadonlyMap<number, ApiErrorClass> = new Map<number, ApiErrorClass>([
  [400, BadRequest],
  [401, Unauthenticated],
  [403, PermissionDenied],
  [404, NotFound],
  [409, ResourceConflict],
  [429, TooManyRequests],
  [499, Cancelled],
  [500, InternalError],
  [501, NotImplemented],
  [503, TemporarilyUnavailable],
  [504, DeadlineExceeded],
]);

/** The class for an error code, which says more than the status does. */
export const classByErrorCode: ReadonlyMap<string, ApiErrorClass> = new Map<string, ApiErrorClass>([
  ["INVALID_STATE", InvalidState],
  ["INVALID_PARAMETER_VALUE", InvalidParameterValue],
  ["RESOURCE_DOES_NOT_EXIST", ResourceDoesNotExist],
  ["ABORTED", Aborted],
  ["ALREADY_EXISTS", AlreadyExists],
  ["RESOURCE_ALREADY_EXISTS", ResourceAlreadyExists],
  ["RESOURCE_EXHAUSTED", ResourceExhausted],
  ["REQUEST_LIMIT_EXCEEDED", RequestLimitExceeded],
  ["UNKNOWN", Unknown],
  ["DATA_LOSS", DataLoss],
]);
