import type {
  ApiModel,
  ApiPackage,
  Field,
  NamedType,
  Operation,
  Parameter,
  Primitive,
  Service,
  TypeRef,
} from "../../model/index.js";

/** A primitive type. */
export function primitive(name: Primitive): TypeRef {
  return { kind: "primitive", name };
}

/** A type of the fixture's package, `lab`, or of another. */
export function named(name: string, home = "lab"): TypeRef {
  return { kind: "named", package: home, name };
}

export function field(wire: string, more: Partial<Field> = {}): Field {
  const usual = {
    type: primitive("string"),
    required: false,
    deprecated: false,
    in: "json",
  } as const;
  return { wire, ...usual, ...more };
}

export function objectType(name: string, ...fields: readonly Field[]): NamedType {
  return { kind: "object", name, fields };
}

/** A parameter in the query unless told otherwise. */
export function parameter(wire: string, more: Partial<Parameter> = {}): Parameter {
  return {
    wire,
    in: "query",
    type: primitive("string"),
    required: false,
    deprecated: false,
    multiSegment: false,
    alsoInBody: false,
    encoding: null,
    generatedUuid: false,
    ...more,
  };
}

/** `GET /api/2.0/things/<name>` that returns nothing, unless told otherwise. */
export function operation(name: string, more: Partial<Operation> = {}): Operation {
  const service = "ThingsAPI";
  const method = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return {
    id: `lab.${service}.${method}`,
    name,
    verb: "GET",
    path: `/api/2.0/things/${name}`,
    level: "workspace",
    configParameters: [],
    parameters: [],
    body: null,
    headers: {},
    response: { kind: "none", type: null, headers: [], streamField: null },
    paging: null,
    waiting: null,
    longRunning: null,
    dataPlane: null,
    requestType: null,
    deprecated: false,
    summary: null,
    reference: `https://example.com/things/${method}`,
    ...more,
  };
}

/** A JSON response of this type. */
export function json(type: TypeRef): Operation["response"] {
  return { kind: "json", type, headers: [], streamField: null };
}

export function service(operations: readonly Operation[], more: Partial<Service> = {}): Service {
  const usual = { name: "ThingsAPI", package: "lab", reachedBy: ["workspace.things"] };
  return { ...usual, operations, waiters: [], ...more };
}

/** A model of the one package `lab`. */
export function model(
  services: readonly Service[],
  types: readonly NamedType[] = [],
  more: Partial<ApiModel> = {},
): ApiModel {
  return { packages: [labPackage(services, types)], clients: [], ...more };
}

export function labPackage(
  services: readonly Service[],
  types: readonly NamedType[] = [],
): ApiPackage {
  return { name: "lab", services, types };
}
