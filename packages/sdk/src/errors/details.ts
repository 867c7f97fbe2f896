/** Why a request failed, in a form for programs (google.rpc.ErrorInfo). */
export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Which request failed (google.rpc.RequestInfo). */
export interface RequestInfo {
  readonly request_id: string;
  readonly serving_data: string;
}

/** When to try again (google.rpc.RetryInfo). */
export interface RetryInfo {
  /** A duration as on the wire, e.g. `"1.5s"`; in milliseconds it is `ApiError.retryAfter`. */
  readonly retry_delay: string;
}

/** What the server's developers want to know (google.rpc.DebugInfo). */
export interface DebugInfo {
  readonly stack_entries: readonly string[];
  readonly detail: string;
}

/** Which quotas were exceeded (google.rpc.QuotaFailure). */
export interface QuotaFailure {
  readonly violations: readonly { readonly subject: string; readonly description: string }[];
}

/** Which preconditions do not hold (google.rpc.PreconditionFailure). */
export interface PreconditionFailure {
  readonly violations: readonly {
    readonly type: string;
    readonly subject: string;
    readonly description: string;
  }[];
}

/** Which fields of the request are wrong (google.rpc.BadRequest). */
export interface BadRequestInfo {
  readonly field_violations: readonly { readonly field: string; readonly description: string }[];
}

/** Which resource is meant (google.rpc.ResourceInfo). */
export interface ResourceInfo {
  readonly resource_type: string;
  readonly resource_name: string;
  readonly owner: string;
  readonly description: string;
}

/** Where to read more (google.rpc.Help). */
export interface Help {
  readonly links: readonly { readonly description: string; readonly url: string }[];
}

/** What an API error says beside its message; a kind that the server did not send is absent. */
export interface ErrorDetails {
  readonly errorInfo?: ErrorInfo;
  readonly requestInfo?: RequestInfo;
  readonly retryInfo?: RetryInfo;
  readonly debugInfo?: DebugInfo;
  readonly quotaFailure?: QuotaFailure;
  readonly preconditionFailure?: PreconditionFailure;
  readonly badRequest?: BadRequestInfo;
  readonly resourceInfo?: ResourceInfo;
  readonly help?: Help;
  /** Every detail as received, those of unknown kinds too. Not enumerable. */
  readonly raw: readonly unknown[];
}
