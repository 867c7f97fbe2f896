import {
  type BodyFacts,
  extension,
  type MethodFacts,
  type ParameterFacts,
} from "../model/index.js";
import type { Cursor } from "./cursor.js";
import { commonFacts, type KeyedParameters, readBodyFields, readParameters } from "./parameters.js";
import { readType } from "./schema.js";

/** All that goes into an operation. */
export interface Inputs {
  readonly params: Readonly<Record<string, ParameterFacts>>;
  readonly order: readonly string[];
  readonly config: readonly string[];
  readonly body: MethodFacts["body"];
  /** The media type of the body, or undefined without one. */
  readonly media: string | undefined;
}

/** Reads everything that an operation takes. */
export function readInputs(operation: Cursor, home: string): Inputs {
  const { parameters, config } = readParameters(operation, home);
  const body = readBody(operation.find("requestBody"), home);
  const own = parameters.map(([key, facts]): readonly [string, ParameterFacts] =>
    body.repeated.has(facts.wire ?? key) ? [key, { ...facts, also_in: "body" }] : [key, facts],
  );
  const all = [...readLookup(operation, home), ...own, ...body.parameters];
  const params: Record<string, ParameterFacts> = {};
  for (const [key, facts] of all.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (Object.hasOwn(params, key)) operation.fail(`has two parameters of the name ${key}`);
    params[key] = facts;
  }
  return {
    params,
    order: readOrder(operation, all),
    config,
    body: body.kind === "fields" ? { kind: "fields", fields: sentFields(params) } : body.kind,
    media: body.media,
  };
}

interface ReadBody {
  readonly parameters: KeyedParameters;
  readonly repeated: ReadonlySet<string>;
  /** `"fields"`: each field of the body is a parameter. */
  readonly kind: "fields" | Exclude<BodyFacts, { kind: "fields" }> | null;
  readonly media: string | undefined;
}

function readBody(object: Cursor | undefined, home: string): ReadBody {
  if (object === undefined) {
    return { parameters: [], repeated: new Set(), kind: null, media: undefined };
  }
  const [entry, ...others] = object.at("content").entries();
  if (entry === undefined || others.length > 0) return object.fail("needs one media type");
  const [media, content] = entry;
  const schema = content.at("schema");
  const param = object.text(extension.parameter);
  if (param === undefined) return { ...readBodyFields(schema, home), kind: "fields", media };
  const type = readType(schema, home);
  const facts: ParameterFacts = {
    type,
    in: "body",
    wire: null,
    ...commonFacts(schema, object.at("required").value === true),
  };
  const kind = media === "application/json" ? "whole" : "stream";
  return { parameters: [[param, facts]], repeated: new Set(), kind: { kind, param, type }, media };
}

function sentFields(params: Readonly<Record<string, ParameterFacts>>): string[] {
  return Object.entries(params)
    .filter(([, { in: place, also_in: also }]) => place === "body" || also === "body")
    .map(([key, { wire }]) => wire ?? key);
}

function readLookup(operation: Cursor, home: string): KeyedParameters {
  const parameters = operation.find(extension.lookup)?.at("parameters").items() ?? [];
  return parameters.map((object) => [
    object.at("name").string(),
    {
      type: readType(object.at("schema"), home),
      in: "data_plane_lookup",
      wire: null,
      ...commonFacts(object, object.flag("required")),
    },
  ]);
}

function readOrder(operation: Cursor, parameters: KeyedParameters): string[] {
  const stated = operation.find(extension.parameterOrder);
  if (stated === undefined) return parameters.map(([key]) => key);
  const keys = new Map(parameters.map(([key, { wire }]) => [wire ?? key, key]));
  const order = stated.strings().map((wire) => keys.get(wire) ?? stated.fail(`names no ${wire}`));
  if (new Set(order).size !== parameters.length) stated.fail("does not name every parameter once");
  return order;
}
