import {
  type DataPlaneFacts,
  extension,
  type MethodFacts,
  operationId,
  type PackageFacts,
  snakeCase,
  usualHeaders,
} from "../model/index.js";
import { requestBody } from "./body.js";
import { pointer } from "./links.js";
import { pagingExtension } from "./paging.js";
import { inOrder, parameterObjects } from "./parameters.js";
import { responseObjects } from "./response.js";
import { type Json, present, typeSchema } from "./schema.js";

/** What an operation needs to know beside its own facts. */
export interface OperationSite {
  readonly packageName: string;
  readonly service: string;
  readonly name: string;
  readonly facts: PackageFacts;
  /** The page of the official REST reference. */
  readonly reference: string;
  readonly summary: string | undefined;
}

/** The Operation Object of a method. */
export function operationObject(method: MethodFacts, site: OperationSite): Json {
  const id = operationId(site.packageName, site.service, site.name);
  const parameters = parameterObjects(method, site.packageName);
  return present({
    operationId: id,
    summary: site.summary,
    tags: [site.service],
    deprecated: method.deprecated || undefined,
    externalDocs: { url: site.reference },
    parameters: parameters.length > 0 ? parameters : undefined,
    requestBody: requestBody(method, site.packageName),
    responses: responseObjects(id, method, site.facts),
    [extension.method]: memberName(id) === site.name ? undefined : site.name,
    [extension.requestType]: method.request_type ?? undefined,
    [extension.requestHeaders]: unusualHeaders(method),
    [extension.parameterOrder]: unusualOrder(method),
    [extension.paging]: method.pagination === null ? undefined : pagingExtension(method.pagination),
    [extension.lookup]: lookup(method, site),
    [extension.stage]: method.stage === "unknown" ? undefined : method.stage,
    [extension.onlyIn]: method.only_in,
  });
}

/** The method's name as its id tells it. */
function memberName(id: string): string {
  return snakeCase(id.slice(id.lastIndexOf(".") + 1));
}

function unusualHeaders(method: MethodFacts): Json | undefined {
  const usual = usualHeaders(method.body, method.response, {
    request: method.request_headers["Content-Type"],
    response: method.response.kind === "stream" ? method.request_headers["Accept"] : undefined,
  });
  const headers = method.request_headers;
  const same =
    Object.keys(headers).length === Object.keys(usual).length &&
    Object.entries(usual).every(([name, value]) => headers[name] === value);
  return same ? undefined : { ...headers };
}

/** The order of the signature, when it is not: lookup, path and query, then the body's fields. */
function unusualOrder(method: MethodFacts): readonly string[] | undefined {
  const ordered = inOrder(method);
  const usual = [
    ...ordered.filter(([, { in: place }]) => place === "data_plane_lookup"),
    ...ordered.filter(([, { in: place }]) => place === "path" || place === "query"),
    ...ordered.filter(([, { in: place }]) => place === "body"),
  ];
  const same = usual.every(([key], index) => method.param_order[index] === key);
  return same ? undefined : ordered.map(([key, parameter]) => parameter.wire ?? key);
}

function lookup(method: MethodFacts, site: OperationSite): Json | undefined {
  const plane = method.data_plane;
  if (plane === undefined) return undefined;
  const looked = inOrder(method).filter(([, parameter]) => parameter.in === "data_plane_lookup");
  return {
    operationId: operationId(site.packageName, lookupService(plane, site), plane.info_method),
    parameters: looked.map(([name, parameter]) =>
      present({
        name,
        required: parameter.required || undefined,
        deprecated: parameter.deprecated || undefined,
        schema: typeSchema(parameter.type, site.packageName),
      }),
    ),
    arguments: plane.info_args,
    info: pointer(plane.info_path),
    url: plane.url_field,
    authorization: plane.authorization_field,
  };
}

/** The control-plane service beside `...DataPlaneAPI`; the table leaves it to the name. */
function lookupService(plane: DataPlaneFacts, site: OperationSite): string {
  const service = site.service.replace("DataPlane", "");
  if (site.facts.services[service]?.methods[plane.info_method] !== undefined) return service;
  throw new Error(`${site.service} looks its endpoints up in an unknown ${service}`);
}
