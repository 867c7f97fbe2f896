import type { OperationCheck } from "../contract/index.js";
import { checkFields, checkValue } from "./check-value.js";
import type { Operation } from "./operation.js";
import { readFields, type RequestBody } from "./read-body.js";
import { takesAnyBody, withLeniency } from "./leniency.js";
import { readQuery } from "./read-query.js";
import type { Shapes } from "./shapes.js";

/** A request as it came. */
export interface EncodedRequest {
  readonly body: RequestBody;
  /** Decoded values of the path's holes. */
  readonly values: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/**
 * Reads the fields of a request from path, query and body, and holds them against their types.
 * A raw body is passed on as a stream of Node that nobody has read: it costs half of a web stream.
 *
 * @param limit of a JSON body, in bytes
 * @throws WorkspaceError naming the field that is missing or wrong
 */
export async function decodeRequest(
  operation: Operation,
  check: OperationCheck,
  shapes: Shapes,
  { body, values, query }: EncodedRequest,
  limit: number,
): Promise<Record<string, unknown>> {
  const home = operation.id.slice(0, operation.id.indexOf("."));
  const complete = { complete: true };
  const pathFields = shapes.fields(check.path ?? {}, home);
  const queryFields = shapes.fields(check.query ?? {}, home);
  // Why: such clients as fsspec send the fields of a GET as JSON.
  const beside = hasBody(check) || !isJson(body) ? {} : await readFields(body, limit);
  const asked = { ...beside, ...readQuery(query, queryFields) };
  const request = {
    ...checkFields(values, pathFields, "", complete),
    ...checkFields(asked, queryFields, "", complete),
  };
  if (check.stream !== undefined) {
    request[check.stream] = body.stream;
  } else if (check.body) {
    const fields = await readFields(body, limit);
    if (takesAnyBody(operation.id)) return { ...fields, ...request };
    const known = withLeniency(operation.id, shapes.fields(check.body, home));
    Object.assign(request, checkFields(fields, known, "", complete));
  } else if (check.whole) {
    const [name, notation] = check.whole;
    const field = shapes.field(notation, home);
    const value = await readFields(body, limit);
    // Why: a PATCH may leave out what it does not change, whatever its type requires.
    const options = { complete: operation.verb !== "PATCH" };
    request[name] = checkValue(value, field.shape(), name, options);
  } else {
    body.stream.resume();
  }
  return request;
}

function hasBody({ stream, body, whole }: OperationCheck): boolean {
  return stream !== undefined || body !== undefined || whole !== undefined;
}

/** Whether there is a body, and it says that it is JSON. */
function isJson({ headers }: RequestBody): boolean {
  const { "content-length": length = "0", "transfer-encoding": coding } = headers;
  const type = headers["content-type"] ?? "";
  return (length !== "0" || coding !== undefined) && /^application\/json\b/i.test(type);
}
