import {
  type DataPlaneFacts,
  extension,
  type Level,
  type MethodFacts,
  type ParameterFacts,
  snakeCase,
  usualHeaders,
} from "../model/index.js";
import { type Cursor, pointerParts } from "./cursor.js";
import type { Inputs } from "./inputs.js";
import type { OperationSpot } from "./operations-of.js";
import { readPaging, type TypeLookup } from "./paging.js";
import { type ReadResponse } from "./response.js";
import { textRecord } from "./schema.js";
import { type OperationLookup, readWaiting } from "./waiting.js";

/** What the operations of a document are read against. */
export interface MethodContext {
  readonly home: string;
  readonly level: Level;
  readonly types: TypeLookup;
  readonly operations: OperationLookup;
}

/** The name of an operation's method, e.g. `list_node_types`. */
export function methodName({ id, object }: OperationSpot): string {
  return object.text(extension.method) ?? snakeCase(id.slice(id.lastIndexOf(".") + 1));
}

/** The facts of one operation. */
export function readMethod(
  spot: OperationSpot,
  inputs: Inputs,
  response: ReadResponse,
  context: MethodContext,
): MethodFacts {
  const { object, path, verb } = spot;
  const own = { inputs, responseType: response.facts.type };
  const onlyIn = object.text(extension.onlyIn);
  const plane = object.find(extension.lookup);
  return {
    verb,
    path,
    path_level: context.level,
    workspace_header: context.level === "workspace",
    path_params: pathParameters(spot, inputs),
    config_params: inputs.config,
    query: wiresIn("query", inputs),
    header_params: [],
    params: inputs.params,
    param_order: inputs.order,
    body: inputs.body,
    request_headers: readHeaders(object, inputs, response),
    response: response.facts,
    pagination: readPaging(object, inputs, response.facts, context.types),
    lro: readWaiting(object, own, context.home, context.operations),
    ...(plane && { data_plane: readDataPlane(plane) }),
    request_type: object.text(extension.requestType) ?? null,
    deprecated: object.flag("deprecated"),
    stage: object.text(extension.stage) ?? "unknown",
    ...(onlyIn === undefined ? {} : { only_in: onlyIn }),
  };
}

function pathParameters({ path, object }: OperationSpot, inputs: Inputs): string[] {
  const holes = [...(path ?? "").matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const declared = [...wiresIn("path", inputs), ...inputs.config];
  const same = holes.length === declared.length && holes.every((hole) => declared.includes(hole));
  if (!same) object.fail(`declares other path parameters than ${path} has`);
  return holes.filter((hole) => !inputs.config.includes(hole));
}

function wiresIn(place: ParameterFacts["in"], inputs: Inputs): string[] {
  return Object.entries(inputs.params)
    .filter(([, parameter]) => parameter.in === place)
    .map(([key, parameter]) => parameter.wire ?? key);
}

function readHeaders(
  operation: Cursor,
  inputs: Inputs,
  response: ReadResponse,
): Record<string, string> {
  const stated = operation.find(extension.requestHeaders);
  if (stated !== undefined) return textRecord(stated.entries());
  const media = { request: inputs.media, response: response.media };
  return usualHeaders(inputs.body, response.facts, media);
}

function readDataPlane(lookup: Cursor): DataPlaneFacts {
  const [, , info = ""] = lookup.at("operationId").string().split(".");
  return {
    info_method: snakeCase(info),
    info_args: lookup.at("arguments").strings(),
    info_path: pointerParts(lookup.at("info").string()),
    url_field: lookup.at("url").string(),
    authorization_field: lookup.at("authorization").string(),
  };
}
