import { ApiError } from "./api-error.js";
import { named } from "./databricks-error.js";

/** Status 400: the request is malformed, or its values do not fit. */
export class BadRequest extends ApiError {
  static {
    named(this, "BadRequest");
  }
}

/** Code `INVALID_STATE`: the resource is in no state for this. */
export class InvalidState extends BadRequest {
  static {
    named(this, "InvalidState");
  }
}

/** Code `INVALID_PARAMETER_VALUE`: a parameter's value is wrong. */
export class InvalidParameterValue extends BadRequest {
  static {
    named(this, "InvalidParameterValue");
  }
}

/** Status 401: no valid credentials came with the request. */
export class Unauthenticated extends ApiError {
  static {
    named(this, "Unauthenticated");
  }
}

/** Status 403: the caller may not do this. */
export class PermissionDenied extends ApiError {
  static {
    named(this, "PermissionDenied");
  }
}

/** The workspace can only be reached over its private link, and the request came another way. */
export class PrivateLinkValidationError extends PermissionDenied {
  static {
    named(this, "PrivateLinkValidationError");
  }
}

/** Status 404: there is no such path or resource. */
export class NotFound extends ApiError {
  static {
    named(this, "NotFound");
  }
}

/** Code `RESOURCE_DOES_NOT_EXIST`: the named resource does not exist. */
export class ResourceDoesNotExist extends NotFound {
  static {
    named(this, "ResourceDoesNotExist");
  }
}

/** Status 409: the request conflicts with the resource's state. */
export class ResourceConflict extends ApiError {
  static {
    named(this, "ResourceConflict");
  }
}

/** Code `ABORTED`: a concurrent change got in the way; read again, then retry. */
export class Aborted extends ResourceConflict {
  static {
    named(this, "Aborted");
  }
}

/** Code `ALREADY_EXISTS`: what should be created is there already. */
export class AlreadyExists extends ResourceConflict {
  static {
    named(this, "AlreadyExists");
  }
}

/** Code `RESOURCE_ALREADY_EXISTS`: a resource of this name is there already. */
export class ResourceAlreadyExists extends ResourceConflict {
  static {
    named(this, "ResourceAlreadyExists");
  }
}

/** Status 429: too many requests; `retryAfter` may say when to go on. */
export class TooManyRequests extends ApiError {
  static {
    named(this, "TooManyRequests");
  }
}

/** Code `RESOURCE_EXHAUSTED`: a quota is used up. */
export class ResourceExhausted extends TooManyRequests {
  static {
    named(this, "ResourceExhausted");
  }
}

/** Code `REQUEST_LIMIT_EXCEEDED`: too many requests in too short a time. */
export class RequestLimitExceeded extends TooManyRequests {
  static {
    named(this, "RequestLimitExceeded");
  }
}

/** Status 499: the operation was cancelled, mostly by the caller. */
export class Cancelled extends ApiError {
  static {
    named(this, "Cancelled");
  }
}

/** Status 500: the service failed. */
export class InternalError extends ApiError {
  static {
    named(this, "InternalError");
  }
}

/** Code `UNKNOWN`: the service failed and does not know why. */
export class Unknown extends InternalError {
  static {
    named(this, "Unknown");
  }
}

/** Code `DATA_LOSS`: data is lost or damaged beyond repair. */
export class DataLoss extends InternalError {
  static {
    named(this, "DataLoss");
  }
}

/** Status 501: the service does not have this operation. */
export class NotImplemented extends ApiError {
  static {
    named(this, "NotImplemented");
  }
}

/** Status 503: the service is unavailable for the moment. */
export class TemporarilyUnavailable extends ApiError {
  static {
    named(this, "TemporarilyUnavailable");
  }
}

/** Status 504: the service did not finish in time; it may still do the work. */
export class DeadlineExceeded extends ApiError {
  static {
    named(this, "DeadlineExceeded");
  }
}
