/**
 * Fields by wire name. Their types are written `string`, `int64`, `[]T` (array), `{}T` (map),
 * `Name` (a type of the same package) or `package.Name`, with `!` behind those that are required.
 */
export type Fields = Readonly<Record<string, string>>;

/** What a request to one operation may hold, and what comes back. */
export interface OperationCheck {
  readonly path?: Fields;
  readonly query?: Fields;
  /** Fields of the JSON body. */
  readonly body?: Fields;
  /** The field that is the whole JSON body, and its type. */
  readonly whole?: readonly [field: string, type: string];
  /** The field that is the raw body. */
  readonly stream?: string;
  /** Absent: a JSON object. */
  readonly response?: "headers" | "list" | "none" | "stream";
  /** The type of the response; absent where there is none. */
  readonly returns?: string;
  /** Response fields that travel as headers of the same name. */
  readonly headers?: readonly string[];
  /** The response field that is the raw body. */
  readonly contents?: string;
}

/** Types by name: the fields of an object, the values of an enum, or what an alias stands for. */
export type TypeChecks = Readonly<Record<string, Fields | readonly string[] | string>>;

/** All that is known of the operations of one package. */
export interface PackageChecks {
  /** Other packages whose types these refer to. */
  readonly uses: readonly string[];
  /** By service and method: `ClustersAPI.create`. */
  readonly operations: Readonly<Record<string, OperationCheck>>;
  readonly types: TypeChecks;
}
