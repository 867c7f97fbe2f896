import {
  type Body,
  type MethodFacts,
  type Operation,
  operationId,
  type Paging,
  type PagingFacts,
  type Parameter,
  type ParameterFacts,
} from "../model/index.js";
import type { OperationTexts } from "./texts.js";
import { toLongRunning, toWaiting } from "./to-waiting.js";
import { optionalTypeRef, typeRef } from "./type-refs.js";

/** Where an operation belongs. */
export interface OperationHome {
  readonly package: string;
  readonly service: string;
  /** The methods beside it. */
  readonly methods: Readonly<Record<string, MethodFacts>>;
}

/** An operation of the model from its facts. */
export function toOperation(
  name: string,
  method: MethodFacts,
  home: OperationHome,
  texts: ReadonlyMap<string, OperationTexts>,
): Operation {
  const id = operationId(home.package, home.service, name);
  const said = texts.get(id);
  if (said === undefined) throw new Error(`No operation has the id ${id}`);
  return {
    id,
    name: name.replace(/_$/, ""),
    verb: method.verb,
    path: method.path,
    level: method.path_level,
    configParameters: method.config_params,
    parameters: method.param_order.map((key) => toParameter(key, method.params[key])),
    body: toBody(method),
    headers: method.request_headers,
    response: {
      kind: method.response.kind,
      type: optionalTypeRef(method.response.type),
      headers: method.response.headers ?? [],
      streamField: method.response.stream_field ?? null,
    },
    paging: method.pagination === null ? null : toPaging(method.pagination),
    waiting: method.lro?.kind === "wait" ? toWaiting(method.lro, method, home.methods) : null,
    longRunning: method.lro?.kind === "operation" ? toLongRunning(method.lro) : null,
    dataPlane: toDataPlane(method),
    requestType: method.request_type,
    deprecated: method.deprecated,
    ...said,
  };
}

function toParameter(key: string, facts: ParameterFacts | undefined): Parameter {
  if (facts === undefined) throw new Error(`No parameter has the key ${key}`);
  return {
    wire: facts.wire ?? key,
    in: facts.in === "data_plane_lookup" ? "lookup" : facts.in,
    type: typeRef(facts.type),
    required: facts.required,
    deprecated: facts.deprecated,
    multiSegment: facts.multi_segment === true || facts.resource_name === true,
    alsoInBody: facts.also_in === "body",
    encoding: facts.encoding ?? null,
    generatedUuid: facts.generated_uuid === true,
  };
}

function toBody({ body }: MethodFacts): Body | null {
  if (body === null) return null;
  if (body.kind === "fields") return { kind: "fields" };
  if (body.kind === "stream") return { kind: "stream", parameter: body.param };
  return { kind: "whole", parameter: body.param, type: typeRef(body.type) };
}

function toPaging(paging: PagingFacts): Paging {
  const shared = {
    requestIn: paging.request_in ?? null,
    items: paging.items,
    itemType: typeRef(paging.item_type),
    preset: paging.preset ?? {},
    defaults: paging.default ?? {},
  };
  switch (paging.kind) {
    case "token": {
      const request = known(paging.request_token);
      return { kind: "token", request, response: known(paging.response_token), ...shared };
    }
    case "offset": {
      const offset = known(paging.offset_param);
      return { kind: "offset", offset, dedupe: paging.dedupe ?? null, ...shared };
    }
    case "page":
      return { kind: "page", page: known(paging.page_param), ...shared };
    case "next_request":
      return { kind: "next_request", next: known(paging.response_next), ...shared };
    case "single":
      return { kind: "single", ...shared };
  }
}

function known(name: string | undefined): string {
  if (name === undefined) throw new Error("A paging lacks the field that it goes by");
  return name;
}

function toDataPlane({ data_plane: plane }: MethodFacts): Operation["dataPlane"] {
  if (plane === undefined) return null;
  return {
    infoMethod: plane.info_method,
    infoArguments: plane.info_args,
    infoPath: plane.info_path,
    urlField: plane.url_field,
    authorizationField: plane.authorization_field,
  };
}
