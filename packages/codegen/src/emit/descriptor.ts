import type { NamedType, Operation, Paging, TypeRef, Waiting } from "../model/index.js";
import { propertyName, requestFields } from "../plan/index.js";
import { array, braced, type Doc } from "./layout.js";

/** Which of the runtime's descriptors an operation is. */
export type DescriptorKind = "Operation" | "ListOperation" | "DataPlaneOperation";

/** The type of the literal that {@link descriptor} writes. */
export function descriptorKind(operation: Operation): DescriptorKind {
  if (operation.dataPlane) return "DataPlaneOperation";
  return isList(operation) ? "ListOperation" : "Operation";
}

/** Whether the operation's result is a list: of pages, or one bare array. */
export function isList(operation: Operation): boolean {
  return operation.paging !== null || operation.response.kind === "list";
}

/**
 * The literal that tells the runtime how to send an operation. It leaves out whatever has its usual
 * meaning, because every application carries these literals.
 * @param resolve Finds the declaration of a named type, for the types of response headers.
 */
export function descriptor(
  operation: Operation,
  resolve: (type: TypeRef) => NamedType | undefined,
): Doc {
  const { response } = operation;
  const accept = operation.headers["Accept"];
  const fields: (readonly [string, Doc | null])[] = [
    ["verb", text(operation.verb)],
    ["path", operation.path === null ? null : text(pathTemplate(operation))],
    ...bodyFields(operation),
    ["account", operation.level === "account" ? "true" : null],
    ["idempotencyToken", firstOrNull(wires(operation, (parameter) => parameter.generatedUuid))],
    ["accept", accept === undefined || accept === "application/json" ? null : text(accept)],
    ["stream", response.streamField === null ? null : text(response.streamField)],
    ["responseHeaders", responseHeaders(operation, resolve)],
    ["paging", isList(operation) ? pagingLiteral(operation.paging) : null],
    ...dataPlaneFields(operation),
  ];
  return literal(fields);
}

/** The literal that says when a wait ends. */
export function waitingLiteral(waiting: Waiting): Doc {
  return literal([
    ["status", texts(waiting.status)],
    ["message", waiting.message === null ? null : texts(waiting.message)],
    ["success", texts(waiting.success)],
    ["failure", texts(waiting.failure)],
    ["minutes", String(waiting.minutes)],
  ]);
}

/** `{x}` where a value is one segment, `{+x}` where its slashes separate segments. */
function pathTemplate(operation: Operation): string {
  const multi = new Set(
    operation.parameters.filter((parameter) => parameter.multiSegment).map(({ wire }) => wire),
  );
  return (operation.path ?? "").replace(/\{(\w+)\}/g, (hole, name: string) =>
    multi.has(name) ? `{+${name}}` : hole,
  );
}

function bodyFields(operation: Operation): (readonly [string, Doc | null])[] {
  const { body } = operation;
  if (body === null) return [];
  if (body.kind === "whole") return [["body", text(body.parameter)]];
  if (body.kind === "stream")
    return [
      ["body", text(body.parameter)],
      ["rawBody", "true"],
    ];
  return [
    ["body", text("*")],
    ["query", textsOrNull(wires(operation, (parameter) => parameter.in === "query"))],
    ["repeat", textsOrNull(wires(operation, (parameter) => parameter.alsoInBody))],
  ];
}

function dataPlaneFields(operation: Operation): (readonly [string, Doc | null])[] {
  const { dataPlane } = operation;
  if (dataPlane === null) return [];
  return [
    ["lookup", texts(wires(operation, (parameter) => parameter.in === "lookup"))],
    ["info", texts(dataPlane.infoPath)],
    ["url", text(dataPlane.urlField)],
    ["authorization", text(dataPlane.authorizationField)],
  ];
}

function pagingLiteral(paging: Paging | null): Doc {
  if (paging === null) return literal([["kind", text("single")]]);
  return literal([
    ["kind", text(paging.kind === "next_request" ? "next-request" : paging.kind)],
    ...pagingFields(paging),
    ["items", text(paging.items)],
    ["defaults", numbers(paging.defaults)],
  ]);
}

function pagingFields(paging: Paging): (readonly [string, Doc | null])[] {
  switch (paging.kind) {
    case "token":
      return [["token", texts([paging.request, paging.response])]];
    case "offset": {
      const start = String(paging.preset[paging.offset] ?? 0);
      const dedupe = paging.dedupe === null ? null : text(paging.dedupe);
      return [
        ["offset", text(paging.offset)],
        ["start", start],
        ["dedupe", dedupe],
      ];
    }
    case "page":
      return [
        ["page", text(paging.page)],
        ["start", String(paging.preset[paging.page] ?? 1)],
      ];
    case "next_request":
      return [["next", text(paging.next)]];
    case "single":
      return [];
  }
}

function responseHeaders(
  operation: Operation,
  resolve: (type: TypeRef) => NamedType | undefined,
): Doc | null {
  const { headers, type } = operation.response;
  if (headers.length === 0) return null;
  const declared = type === null ? undefined : resolve(type);
  const fields = declared?.kind === "object" ? declared.fields : [];
  return literal(
    headers.map((name) => {
      const field = fields.find(({ wire }) => wire === name);
      const isInteger = field?.type.kind === "primitive" && field.type.name === "int64";
      return [propertyName(name), text(isInteger ? "int64" : "string")] as const;
    }),
  );
}

function wires(
  operation: Operation,
  choose: (parameter: Operation["parameters"][number]) => boolean,
): readonly string[] {
  const chosen = new Set(operation.parameters.filter(choose).map(({ wire }) => wire));
  return requestFields(operation).flatMap(({ wire }) => (chosen.has(wire) ? [wire] : []));
}

function literal(fields: readonly (readonly [string, Doc | null])[]): Doc {
  return braced(fields.flatMap(([name, value]) => (value === null ? [] : [[`${name}: `, value]])));
}

function numbers(values: Readonly<Record<string, number>>): Doc | null {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return literal(entries.map(([name, value]) => [propertyName(name), String(value)] as const));
}

function text(value: string): string {
  return JSON.stringify(value);
}

function texts(values: readonly string[]): Doc {
  return array(values.map(text));
}

function textsOrNull(values: readonly string[]): Doc | null {
  return values.length === 0 ? null : texts(values);
}

function firstOrNull(values: readonly string[]): Doc | null {
  const [first] = values;
  return first === undefined ? null : text(first);
}
