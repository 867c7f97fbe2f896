/** The API as the emitters see it: read from spec/, names not yet chosen for any language. */
export interface ApiModel {
  readonly packages: readonly ApiPackage[];
  readonly clients: readonly ApiClientModel[];
}

/** A client (`workspace` or `account`) and the services that its properties reach. */
export interface ApiClientModel {
  readonly name: "workspace" | "account";
  readonly properties: readonly ClientProperty[];
}

/** A property of a client or, when nested, of a service: `settings` > `default_namespace`. */
export interface ClientProperty {
  readonly name: string;
  readonly package: string;
  readonly service: string;
  readonly children: readonly ClientProperty[];
}

/** An API package: services that share types. */
export interface ApiPackage {
  readonly name: string;
  readonly services: readonly Service[];
  readonly types: readonly NamedType[];
}

/** A service: operations that a client property reaches together. */
export interface Service {
  /** As in the API table, e.g. `ClustersAPI`. */
  readonly name: string;
  readonly package: string;
  /** Dotted client properties that reach it, e.g. `workspace.settings.default_namespace`. */
  readonly reachedBy: readonly string[];
  readonly operations: readonly Operation[];
  /** Waiters that can be called with ids alone, e.g. `wait_get_cluster_running`. */
  readonly waiters: readonly NamedWaiter[];
}

/** One REST operation: what it takes and answers, how it pages and waits. */
export interface Operation {
  /** `<package>.<Service>.<methodName>`, e.g. `compute.ClustersAPI.listNodeTypes`. */
  readonly id: string;
  /** snake_case, e.g. `list_node_types`. */
  readonly name: string;
  readonly verb: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  /** With `{holes}`; null for the data plane. */
  readonly path: string | null;
  readonly level: "workspace" | "account";
  /** Path holes that the client's configuration fills (`account_id`). */
  readonly configParameters: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: Body | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly response: Response;
  readonly paging: Paging | null;
  readonly waiting: Waiting | null;
  readonly longRunning: LongRunning | null;
  readonly dataPlane: DataPlane | null;
  /** The name of the request's type in the table, or null. */
  readonly requestType: string | null;
  readonly deprecated: boolean;
  /** One sentence of our own, or null where none was written yet. */
  readonly summary: string | null;
  /** The official REST reference page. */
  readonly reference: string;
}

/** One parameter of an operation. */
export interface Parameter {
  /** The name on the wire and in requests. */
  readonly wire: string;
  readonly in: "path" | "query" | "body" | "lookup";
  readonly type: TypeRef;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** Path value whose slashes separate segments. */
  readonly multiSegment: boolean;
  /** Sent in the body as well. */
  readonly alsoInBody: boolean;
  readonly encoding: "message" | "repeated" | "repeated_message" | "json_string" | null;
  /** A UUID is made up when absent. */
  readonly generatedUuid: boolean;
}

/** What an operation sends as its body. */
export type Body =
  | { readonly kind: "fields" }
  | { readonly kind: "whole"; readonly parameter: string; readonly type: TypeRef }
  | { readonly kind: "stream"; readonly parameter: string };

/** What an operation answers. */
export interface Response {
  readonly kind: "json" | "none" | "list" | "stream" | "headers";
  readonly type: TypeRef | null;
  readonly headers: readonly string[];
  readonly streamField: string | null;
}

/** How a list is paged. */
export type Paging = (
  | { readonly kind: "token"; readonly request: string; readonly response: string }
  | { readonly kind: "offset"; readonly offset: string; readonly dedupe: string | null }
  | { readonly kind: "page"; readonly page: string }
  | { readonly kind: "next_request"; readonly next: string }
  | { readonly kind: "single" }
) & {
  /** Where the request's paging field travels; null for `single`. */
  readonly requestIn: "query" | "body" | null;
  readonly items: string;
  readonly itemType: TypeRef;
  readonly preset: Readonly<Record<string, number>>;
  readonly defaults: Readonly<Record<string, number>>;
};

/** A poll until a state: the `wait` kind of long-running operation. */
export interface Waiting {
  readonly pollMethod: string;
  /** Argument of the poll -> where its value comes from. */
  readonly pollArguments: Readonly<
    Record<string, { readonly from: "request" | "response"; readonly field: string }>
  >;
  readonly waitMethod: string;
  readonly status: readonly string[];
  readonly message: readonly string[] | null;
  readonly success: readonly string[];
  readonly failure: readonly string[];
  readonly minutes: number;
  readonly result: TypeRef;
}

/** A waiter that is called with ids alone. */
export interface NamedWaiter {
  /** e.g. `wait_get_cluster_running`. */
  readonly name: string;
  readonly waiting: Waiting;
}

/** An operation object (google.longrunning) that is polled by name until it is done. */
export interface LongRunning {
  readonly pollMethod: string;
  readonly operationType: TypeRef;
  /** null: nothing. */
  readonly result: TypeRef | null;
  readonly metadata: TypeRef | null;
}

/** Where the address and token of a data-plane operation come from. */
export interface DataPlane {
  readonly infoMethod: string;
  readonly infoArguments: readonly string[];
  readonly infoPath: readonly string[];
  readonly urlField: string;
  readonly authorizationField: string;
}

/** A reference to a type. */
export type TypeRef =
  | { readonly kind: "primitive"; readonly name: Primitive }
  | { readonly kind: "array"; readonly of: TypeRef }
  | { readonly kind: "map"; readonly of: TypeRef }
  | { readonly kind: "named"; readonly package: string; readonly name: string };

/** The types that have no parts. */
export type Primitive =
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

/** A declared type: an object, an enum or another name for a type. */
export type NamedType =
  | { readonly kind: "object"; readonly name: string; readonly fields: readonly Field[] }
  | { readonly kind: "enum"; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: "alias"; readonly name: string; readonly type: TypeRef };

/** One field of an object. */
export interface Field {
  readonly wire: string;
  readonly type: TypeRef;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** Fields that are not JSON: a response header, or the raw body. */
  readonly in: "json" | "header" | "body_stream";
}
