import { extension, type FieldFacts, type TypeFacts, type TypeNotation } from "../model/index.js";

/** A Schema Object, or any other part of a document. */
export type Json = { [key: string]: unknown };

const primitives: Readonly<Record<string, Json>> = {
  string: { type: "string" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  float: { type: "number", format: "double" },
  bool: { type: "boolean" },
  any: {},
  bytes: { type: "string", format: "binary" },
  timestamp: { type: "string", format: "date-time" },
  duration: { type: "string", format: "google-duration" },
  fieldmask: { type: "string", format: "google-fieldmask" },
};

/** The Schema Object of a type, as seen from a document of `home`. */
export function typeSchema(type: TypeNotation, home: string): Json {
  if ("ref" in type) return { $ref: reference(type.ref, home) };
  if ("array" in type) return { type: "array", items: typeSchema(type.array, home) };
  if ("map" in type) return { type: "object", additionalProperties: typeSchema(type.map, home) };
  const schema = primitives[type.prim];
  if (schema === undefined) throw new Error(`The table uses an unknown primitive: ${type.prim}`);
  return type.shape === undefined ? { ...schema } : { type: type.shape };
}

/** `jobs.Run` -> `#/components/schemas/Run` in jobs.json, `./jobs.json#/...` elsewhere. */
function reference(ref: string, home: string): string {
  const dot = ref.indexOf(".");
  const owner = ref.slice(0, dot);
  const document = owner === home ? "" : `./${owner}.json`;
  return `${document}#/components/schemas/${ref.slice(dot + 1)}`;
}

/** The entry of a named type in `components.schemas`. */
export function namedSchema(type: TypeFacts, home: string): Json {
  return { ...bareSchema(type, home), ...present({ [extension.onlyIn]: type.only_in }) };
}

function bareSchema(type: TypeFacts, home: string): Json {
  if (type.kind === "alias") return typeSchema(type.type, home);
  if (type.kind === "object") return objectSchema(type.fields, (field) => fieldSchema(field, home));
  return {
    type: "string",
    enum: type.values,
    [extension.openEnum]: true,
    ...present({ [extension.valuesOnlyIn]: type.values_only_in }),
  };
}

/** An object schema whose properties are `fields`, in their order. */
export function objectSchema<T extends { readonly required: boolean }>(
  fields: Readonly<Record<string, T>>,
  schemaOf: (field: T) => Json,
): Json {
  const entries = Object.entries(fields);
  const required = entries.filter(([, field]) => field.required).map(([wire]) => wire);
  return {
    type: "object",
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(entries.map(([wire, field]) => [wire, schemaOf(field)])),
  };
}

function fieldSchema(field: FieldFacts, home: string): Json {
  return {
    ...typeSchema(field.type, home),
    ...present({
      deprecated: field.deprecated || undefined,
      [extension.attribute]: field.attribute,
      [extension.in]: field.in,
      [extension.onlyIn]: field.only_in,
      [extension.widthInferred]: field.width_inferred,
    }),
  };
}

/** Without the members that are undefined. */
export function present(members: Json): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
