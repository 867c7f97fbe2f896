import { extension, type ParameterFacts, type QueryEncoding } from "../model/index.js";
import type { Cursor } from "./cursor.js";
import { readProperties, readType } from "./schema.js";

/** Parameters by their key (the Python name), in the order they were read. */
export type KeyedParameters = readonly (readonly [key: string, ParameterFacts])[];

/** What the Parameter Objects of an operation say. */
export interface ReadParameters {
  readonly parameters: KeyedParameters;
  /** Holes that the client's configuration fills. */
  readonly config: readonly string[];
}

const encodings: readonly QueryEncoding[] = [
  "message",
  "repeated",
  "repeated_message",
  "json_string",
];
const configReference = /^\.\/common\.json#\/components\/parameters\/([a-z_]+)$/;

/** Reads an operation's path and query parameters. */
export function readParameters(operation: Cursor, home: string): ReadParameters {
  const config: string[] = [];
  const parameters: [string, ParameterFacts][] = [];
  for (const object of operation.find("parameters")?.items() ?? []) {
    const shared = object.find("$ref");
    if (shared === undefined) parameters.push(readParameter(object, home));
    else config.push(configReference.exec(shared.string())?.[1] ?? shared.fail("is unknown"));
  }
  return { parameters, config };
}

function readParameter(object: Cursor, home: string): [string, ParameterFacts] {
  const wire = object.at("name").string();
  const place = object.at("in").string();
  if (place !== "path" && place !== "query")
    return object.at("in").fail("is neither path nor query");
  const segments = object.text(extension.segments);
  if (segments !== undefined && segments !== "absolute-path" && segments !== "resource-name") {
    return object.at(extension.segments).fail("is neither absolute-path nor resource-name");
  }
  const encoding = object.text(extension.encoding);
  const known = encodings.find((name) => name === encoding);
  if (known !== encoding) return object.at(extension.encoding).fail("is unknown");
  const facts: ParameterFacts = {
    type: readType(object.at("schema"), home),
    in: place,
    wire,
    ...commonFacts(object, object.flag("required")),
    ...(segments === "absolute-path" ? { multi_segment: true } : {}),
    ...(segments === "resource-name" ? { resource_name: true } : {}),
    ...(object.flag(extension.segmentsInferred) ? { resource_name_inferred: true } : {}),
    ...(known === undefined ? {} : { encoding: known }),
    ...(object.flag(extension.requiredByPath) ? { required_by_path: true } : {}),
  };
  return [object.text(extension.attribute) ?? wire, facts];
}

/** The parameters that are fields of the body, and the path parameters that it repeats. */
export function readBodyFields(
  schema: Cursor,
  home: string,
): { readonly parameters: KeyedParameters; readonly repeated: ReadonlySet<string> } {
  const repeated = new Set<string>();
  const parameters: [string, ParameterFacts][] = [];
  readProperties(schema, (property, required, wire) => {
    if (property.has(extension.repeats)) {
      repeated.add(wire);
      return;
    }
    const facts = { type: readType(property, home), wire, ...commonFacts(property, required) };
    parameters.push([property.text(extension.attribute) ?? wire, { ...facts, in: "body" }]);
  });
  return { parameters, repeated };
}

/** The facts that a parameter may have wherever it travels. */
export function commonFacts(
  place: Cursor,
  required: boolean,
): Pick<ParameterFacts, "required" | "deprecated" | "generated_uuid" | "width_inferred"> {
  return {
    required,
    deprecated: place.flag("deprecated"),
    ...(place.flag(extension.generatedUuid) ? { generated_uuid: true } : {}),
    ...(place.flag(extension.widthInferred) ? { width_inferred: true } : {}),
  };
}
