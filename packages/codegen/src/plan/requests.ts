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
  /** The services of these operations. */
  readonly services: Set<string>;
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
  const planned = new Map<string, RequestType>();
  const taken = new Map<string, RequestType>();
  const objects = new Map(apiPackage.types.map((type) => [type.name, type]));
  const all = apiPackage.services.flatMap((service) =>
    service.operations.map((operation) => ({ service: service.name, operation })),
  );
  const place = (service: string, operation: Operation, names: readonly string[]): boolean => {
    const fields = requestFields(operation);
    const shape = shapeOf(fields);
    const name = names.find((name) => {
      const other = taken.get(name);
      if (other) return shapeOf(other.fields) === shape;
      const object = objects.get(name);
      return object === undefined || shapeOfObject(object) === shape;
    });
    if (name === undefined) return false;
    const optional = fields.every((field) => !field.required);
    const request = taken.get(name) ?? {
      name,
      fields,
      optional,
      reused: objects.has(name),
      takenBy: [],
      services: new Set<string>(),
    };
    request.takenBy.push(`${service}.${methodOf(operation)}`);
    request.services.add(service);
    taken.set(name, request);
    planned.set(operation.id, request);
    return true;
  };
  const unnamed = all.filter(({ service, operation }) => {
    if (requestFields(operation).length === 0) return false;
    return operation.requestType === null || !place(service, operation, [operation.requestType]);
  });
  for (const { service, operation } of unnamed) {
    if (!place(service, operation, madeUpNames(service, operation))) {
      throw new Error(`no free name for the request of ${operation.id}`);
    }
  }
  return planned;
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

function shapeOfObject(type: NamedType): string | null {
  if (type.kind !== "object" || type.fields.some((field) => field.in !== "json")) return null;
  return shapeOf(type.fields.map((field) => ({ ...field, binary: false })));
}
