import type { ApiPackage, NamedType, Operation, Parameter, TypeRef } from "../model/index.js";
import { pascalCase, serviceStem } from "./names.js";

/** A field of a request, wherever it travels. */
export interface RequestField {
  readonly wire: string;
  readonly type: TypeRef;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** The field is the raw body: bytes in any of their forms. */
  readonly binary: boolean;
}

/** The type of what an operation takes. */
export interface RequestType {
  readonly name: string;
  readonly fields: readonly RequestField[];
  /** The operations that take it, as `Service.method`. */
  readonly takenBy: string[];
  /** Nothing is required, so the whole request may be left out. */
  readonly optional: boolean;
  /** An object of the API has this very shape and is used as it is. */
  readonly reused: boolean;
}

/** Required fields first, else in the order of the model. */
export function requestFields(operation: Operation): readonly RequestField[] {
  const fields = operation.parameters
    .filter((parameter) => !operation.configParameters.includes(parameter.wire))
    .map((parameter) => requestField(operation, parameter));
  return [
    ...fields.filter((field) => field.required),
    ...fields.filter((field) => !field.required),
  ];
}

function requestField(operation: Operation, parameter: Parameter): RequestField {
  const { wire, type, required, deprecated } = parameter;
  const binary = operation.body?.kind === "stream" && operation.body.parameter === wire;
  return { wire, type, required, deprecated, binary };
}

/**
 * A request type for each operation of a package that has fields, by operation id. Names from the
 * API table come first; where one is missing, or is taken by another shape, a name is made from the
 * method and the service.
 */
export function planRequests(apiPackage: ApiPackage): ReadonlyMap<string, RequestType> {
  const names = new RequestNames(apiPackage);
  const all = apiPackage.services.flatMap((service) =>
    service.operations
      .filter((operation) => requestFields(operation).length > 0)
      .map((operation) => ({ service: service.name, operation })),
  );
  const unnamed = all.filter(({ service, operation: { requestType }, operation }) => {
    return requestType === null || !names.place(service, operation, [requestType]);
  });
  for (const { service, operation } of unnamed) {
    if (!names.place(service, operation, madeUpNames(service, operation))) {
      throw new Error(`no free name for the request of ${operation.id}`);
    }
  }
  return names.planned;
}

/** The names that a package's requests and types have taken so far. */
class RequestNames {
  readonly planned = new Map<string, RequestType>();
  readonly #requests = new Map<string, RequestType>();
  readonly #types: ReadonlyMap<string, NamedType>;

  constructor(apiPackage: ApiPackage) {
    this.#types = new Map(apiPackage.types.map((type) => [type.name, type]));
  }

  /** Gives an operation's request the first of these names that is free or has its very shape. */
  place(service: string, operation: Operation, names: readonly string[]): boolean {
    const fields = requestFields(operation);
    const shape = shapeOf(fields);
    const name = names.find((candidate) => (this.#shapeAt(candidate) ?? shape) === shape);
    if (name === undefined) return false;
    const optional = fields.every((field) => !field.required);
    const made = { name, fields, optional, reused: this.#types.has(name), takenBy: [] };
    const request: RequestType = this.#requests.get(name) ?? made;
    request.takenBy.push(`${service}.${methodOf(operation)}`);
    this.#requests.set(name, request);
    this.planned.set(operation.id, request);
    return true;
  }

  /** The shape that a name stands for already; `undefined` when it is free. */
  #shapeAt(name: string): string | undefined {
    const request = this.#requests.get(name);
    if (request) return shapeOf(request.fields);
    const type = this.#types.get(name);
    return type ? shapeOfType(type) : undefined;
  }
}

function madeUpNames(service: string, operation: Operation): readonly string[] {
  const method = pascalCase(operation.name);
  const full = `${serviceStem(service)}${method}Request`;
  const names = [full, `${full}Fields`];
  return operation.name.includes("_") ? [`${method}Request`, ...names] : names;
}

function methodOf(operation: Operation): string {
  return operation.id.slice(operation.id.lastIndexOf(".") + 1);
}

function shapeOf(fields: readonly RequestField[]): string {
  const parts = fields.map(({ wire, type, required, binary }) => [wire, type, required, binary]);
  return JSON.stringify(parts.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
}

/** Enums, aliases and objects with fields that are not JSON have a shape that no request has. */
function shapeOfType(type: NamedType): string {
  if (type.kind !== "object" || type.fields.some((field) => field.in !== "json")) return type.kind;
  return shapeOf(type.fields.map((field) => ({ ...field, binary: false })));
}
