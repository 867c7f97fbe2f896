/**
 * The facts of the API in the shape of the table they were collected in: what `import/` turns into
 * documents and what `read/` restores from them. Everything here survives the round trip.
 */
export interface ApiFacts {
  readonly clients: Readonly<Record<ClientName, Readonly<Record<string, ServiceLink>>>>;
  readonly packages: Readonly<Record<string, PackageFacts>>;
}

/** The clients of the API. */
export type ClientName = "account" | "workspace";

/** Where a client property leads. */
export interface ServiceLink {
  readonly package: string;
  readonly service: string;
}

/** One API package: its services and types, by name. */
export interface PackageFacts {
  readonly services: Readonly<Record<string, ServiceFacts>>;
  readonly types: Readonly<Record<string, TypeFacts>>;
}

/** One service as the table has it. */
export interface ServiceFacts {
  readonly clients: readonly ClientName[];
  /** null: the service has no operations of its own. */
  readonly path_level: Level | null;
  readonly methods: Readonly<Record<string, MethodFacts>>;
  /** Nested services by property. */
  readonly children?: Readonly<Record<string, string>>;
  readonly derived: Readonly<Record<string, DerivedFacts>>;
  readonly only_in?: string;
  readonly note?: string;
}

/** Whether an operation belongs to a workspace or to the account. */
export type Level = "workspace" | "account";

/** A method that is no operation: a waiter, or a call that waits. */
export type DerivedFacts =
  | { readonly kind: "waiter"; readonly poll_method: string }
  | { readonly kind: "call_and_wait"; readonly of: string };

/** The HTTP methods of the API. */
export type Verb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** One operation: how it is sent, what it answers, how it pages and waits. */
export interface MethodFacts {
  readonly verb: Verb;
  /** null: the address comes from a lookup, see {@link DataPlaneFacts}. */
  readonly path: string | null;
  readonly path_level: Level;
  readonly workspace_header: boolean;
  readonly path_params: readonly string[];
  readonly config_params: readonly string[];
  readonly query: readonly string[];
  readonly header_params: readonly string[];
  readonly params: Readonly<Record<string, ParameterFacts>>;
  readonly param_order: readonly string[];
  readonly body: BodyFacts | null;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly response: ResponseFacts;
  readonly pagination: PagingFacts | null;
  readonly lro: WaitFacts | LongRunningFacts | null;
  readonly data_plane?: DataPlaneFacts;
  readonly request_type: string | null;
  readonly deprecated: boolean;
  readonly stage: string;
  readonly only_in?: string;
}

/** One parameter of an operation. */
export interface ParameterFacts {
  readonly type: TypeNotation;
  readonly required: boolean;
  readonly in: "path" | "query" | "body" | "data_plane_lookup";
  /** null: the value is a whole body, or is not sent at all. */
  readonly wire: string | null;
  readonly deprecated: boolean;
  readonly also_in?: "body";
  readonly multi_segment?: true;
  readonly resource_name?: true;
  readonly resource_name_inferred?: true;
  readonly encoding?: QueryEncoding;
  readonly generated_uuid?: true;
  readonly width_inferred?: true;
  readonly required_by_path?: true;
}

/** How a query value is written when it is more than a scalar. */
export type QueryEncoding = "message" | "repeated" | "repeated_message" | "json_string";

/** What an operation sends as its body. */
export type BodyFacts =
  | { readonly kind: "fields"; readonly fields: readonly string[] }
  | { readonly kind: "whole" | "stream"; readonly param: string; readonly type: TypeNotation };

/** What an operation answers. */
export interface ResponseFacts {
  readonly kind: "json" | "none" | "list" | "stream" | "headers";
  readonly type: TypeNotation | null;
  readonly type_inferred?: true;
  readonly stream_field?: string;
  readonly headers?: readonly string[];
}

/** How a list is paged. */
export interface PagingFacts {
  readonly kind: "token" | "offset" | "page" | "next_request" | "single";
  readonly items: string;
  readonly item_type: TypeNotation;
  readonly request_in?: "query" | "body";
  readonly request_token?: string;
  readonly response_token?: string;
  readonly offset_param?: string;
  readonly page_param?: string;
  readonly response_next?: string;
  readonly stop_when_empty?: string;
  readonly dedupe?: string;
  readonly preset?: Readonly<Record<string, number>>;
  readonly default?: Readonly<Record<string, number>>;
}

/** How to wait for a state by polling. */
export interface WaitFacts {
  readonly kind: "wait";
  readonly wait_method: string;
  readonly poll_method: string;
  readonly poll_args: Readonly<
    Record<string, { readonly request: string } | { readonly response: string }>
  >;
  readonly status_path: readonly string[];
  readonly message_path: readonly string[] | null;
  readonly success: readonly string[];
  readonly failure: readonly string[];
  readonly timeout_minutes: number;
  readonly result: TypeNotation;
}

/** How to wait for an operation object to be done. */
export interface LongRunningFacts {
  readonly kind: "operation";
  readonly operation_type: TypeNotation;
  readonly poll_method: string;
  readonly poll_args: Readonly<Record<string, { readonly operation: string }>>;
  readonly done_path: readonly string[];
  readonly error_path: readonly string[];
  readonly response_path: readonly string[];
  readonly metadata_path: readonly string[];
  readonly result: TypeNotation | null;
  readonly metadata: TypeNotation | null;
}

/** Where the address of a data-plane operation comes from. */
export interface DataPlaneFacts {
  readonly info_method: string;
  readonly info_args: readonly string[];
  readonly info_path: readonly string[];
  readonly url_field: string;
  readonly authorization_field: string;
}

/** A named type: an object, an enum or another name for a type. */
export type TypeFacts = { readonly only_in?: string } & (
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, FieldFacts>> }
  | {
      readonly kind: "enum";
      readonly values: readonly string[];
      readonly values_only_in?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "alias"; readonly type: TypeNotation }
);

/** One field of an object. */
export interface FieldFacts {
  readonly type: TypeNotation;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** The name in Python where it differs from the one on the wire. */
  readonly attribute?: string;
  readonly in?: "header" | "body_stream";
  readonly only_in?: string;
  readonly width_inferred?: true;
}

/** A type in the table's notation. */
export type TypeNotation =
  | { readonly prim: PrimitiveName; readonly shape?: "object" }
  | { readonly array: TypeNotation }
  | { readonly map: TypeNotation }
  | { readonly ref: string };

/** The types that have no parts. */
export type PrimitiveName =
  | "string"
  | "int32"
  | "int64"
  | "float"
  | "bool"
  | "any"
  | "bytes"
  | "timestamp"
  | "duration"
  | "fieldmask";
