import { extension, type FieldFacts, type MethodFacts, type PackageFacts } from "../model/index.js";
import { commonDocument } from "./common.js";
import { linkObjects } from "./links.js";
import { type Json, present, typeSchema } from "./schema.js";

const descriptions = {
  json: "The result.",
  none: "Done; the body carries nothing.",
  list: "The results.",
  stream: "The content, as a stream.",
  headers: "The facts, in headers.",
} as const;

/** The Responses Object of an operation: its success and its error. */
export function responseObjects(id: string, method: MethodFacts, facts: PackageFacts): Json {
  const home = id.slice(0, id.indexOf("."));
  const response = method.response;
  const bare = response.kind === "stream" || response.kind === "headers";
  const success = present({
    description: descriptions[response.kind],
    headers: headerObjects(method, facts, home),
    content: content(method, home),
    links: linkObjects(id, method, facts),
    [extension.type]: bare && response.type ? typeSchema(response.type, home) : undefined,
    [extension.typeInferred]: response.type_inferred,
    [extension.streamField]: response.stream_field,
  });
  return { 200: success, "4XX": { $ref: `./${commonDocument}#/components/responses/Error` } };
}

function content(method: MethodFacts, home: string): Json | undefined {
  const { kind, type } = method.response;
  if (kind === "none" || kind === "headers") return undefined;
  if (kind !== "stream") {
    return { "application/json": { schema: type === null ? {} : typeSchema(type, home) } };
  }
  const media = method.request_headers["Accept"] ?? "application/octet-stream";
  return { [media]: { schema: typeSchema({ prim: "bytes" }, home) } };
}

function headerObjects(method: MethodFacts, facts: PackageFacts, home: string): Json | undefined {
  const names = method.response.headers;
  if (names === undefined) return undefined;
  const fields = responseFields(method, facts);
  return Object.fromEntries(
    names.map((name) => [
      name,
      { schema: typeSchema(fields[name]?.type ?? { prim: "string" }, home) },
    ]),
  );
}

function responseFields(
  method: MethodFacts,
  facts: PackageFacts,
): Readonly<Record<string, FieldFacts>> {
  const type = method.response.type;
  if (type === null || !("ref" in type)) return {};
  const named = facts.types[type.ref.slice(type.ref.indexOf(".") + 1)];
  return named?.kind === "object" ? named.fields : {};
}
