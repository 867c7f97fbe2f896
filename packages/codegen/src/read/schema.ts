import {
  extension,
  type FieldFacts,
  type PrimitiveName,
  type TypeFacts,
  type TypeNotation,
} from "../model/index.js";
import type { Cursor } from "./cursor.js";

const primitives: ReadonlyMap<string, PrimitiveName> = new Map([
  ["string", "string"],
  ["string binary", "bytes"],
  ["string date-time", "timestamp"],
  ["string google-duration", "duration"],
  ["string google-fieldmask", "fieldmask"],
  ["integer int32", "int32"],
  ["integer int64", "int64"],
  ["number double", "float"],
  ["boolean", "bool"],
]);

/** The type that a Schema Object stands for. */
export function readType(schema: Cursor, home: string): TypeNotation {
  if (schema.has("$ref")) return { ref: readReference(schema.at("$ref"), home) };
  const type = schema.text("type");
  if (type === undefined) return { prim: "any" };
  if (type === "array") return { array: readType(schema.at("items"), home) };
  if (type === "object") {
    const values = schema.find("additionalProperties");
    return values === undefined
      ? { prim: "any", shape: "object" }
      : { map: readType(values, home) };
  }
  const name = [type, schema.text("format") ?? []].flat().join(" ");
  const prim = primitives.get(name);
  return prim === undefined ? schema.fail(`has an unknown type and format: ${name}`) : { prim };
}

function readReference(reference: Cursor, home: string): string {
  const match = /^(?:\.\/([a-z0-9]+)\.json)?#\/components\/schemas\/([^/]+)$/.exec(
    reference.string(),
  );
  if (match === null) return reference.fail("refers to no schema of a document");
  return `${match[1] ?? home}.${match[2]}`;
}

/** An entry of `components.schemas`. */
export function readNamedType(schema: Cursor, home: string): TypeFacts {
  const onlyIn = schema.text(extension.onlyIn);
  return { ...readBareType(schema, home), ...(onlyIn === undefined ? {} : { only_in: onlyIn }) };
}

function readBareType(schema: Cursor, home: string): TypeFacts {
  if (schema.has("enum")) {
    const known = schema.find(extension.valuesOnlyIn)?.entries();
    if (!schema.flag(extension.openEnum)) schema.fail(`is no ${extension.openEnum}`);
    return {
      kind: "enum",
      values: schema.at("enum").strings(),
      ...(known && { values_only_in: textRecord(known) }),
    };
  }
  if (!schema.has("properties")) return { kind: "alias", type: readType(schema, home) };
  const fields = readProperties(schema, (field, required) => readField(field, required, home));
  return { kind: "object", fields: Object.fromEntries(fields) };
}

/** The properties of an object schema, in their order. */
export function readProperties<T>(
  schema: Cursor,
  read: (property: Cursor, required: boolean, name: string) => T,
): [string, T][] {
  const properties = schema.at("properties");
  const required = new Set(schema.find("required")?.strings());
  for (const name of required) {
    if (!properties.has(name)) schema.at("required").fail(`names no property: ${name}`);
  }
  return properties
    .entries()
    .map(([name, property]) => [name, read(property, required.has(name), name)]);
}

function readField(schema: Cursor, required: boolean, home: string): FieldFacts {
  const attribute = schema.text(extension.attribute);
  const place = schema.text(extension.in);
  const onlyIn = schema.text(extension.onlyIn);
  if (place !== undefined && place !== "header" && place !== "body_stream") {
    return schema.at(extension.in).fail("is neither header nor body_stream");
  }
  return {
    type: readType(schema, home),
    required,
    deprecated: schema.flag("deprecated"),
    ...(attribute === undefined ? {} : { attribute }),
    ...(place === undefined ? {} : { in: place }),
    ...(onlyIn === undefined ? {} : { only_in: onlyIn }),
    ...(schema.flag(extension.widthInferred) ? { width_inferred: true } : {}),
  };
}

/** A record of texts. */
export function textRecord(entries: readonly [string, Cursor][]): Record<string, string> {
  return Object.fromEntries(entries.map(([key, value]) => [key, value.string()]));
}
