import { declarationOf, type Operation, type TypeRef } from "./reach.js";

/** What a value is made for: the name that texts in it carry, and how deep it goes. */
interface Place {
  readonly name: string;
  readonly depth: number;
  /** Adds fields and values that the API does not know yet. */
  readonly strange: boolean;
}

/** Deeper objects are left out where they are optional. */
const maxDepth = 4;

/** Beyond what a `number` can hold exactly. */
export const bigInteger = 9007199254740993n;

/** A full value of a type, with text that every encoding has to take care of. */
export function sample(type: TypeRef, name: string, strange = false): unknown {
  return valueOf(type, { name, depth: 0, strange });
}

function valueOf(type: TypeRef, place: Place): unknown {
  switch (type.kind) {
    case "primitive":
      return primitive(type.name, place.name);
    case "array":
      return [valueOf(type.of, place), valueOf(type.of, { ...place, name: `${place.name} 2` })];
    case "map":
      return { "key one": valueOf(type.of, place), "clé/2": valueOf(type.of, place) };
    case "named":
      return namedValue(type, place);
  }
}

function primitive(kind: string, name: string): unknown {
  switch (kind) {
    case "int32":
      return 7;
    case "int64":
      return bigInteger;
    case "float":
      return 0.25;
    case "bool":
      return false;
    case "any":
      return { free: [1, null, "form", bigInteger], empty: {} };
    case "bytes":
      return "Ynl0ZXM/";
    case "timestamp":
      return "2026-01-31T09:30:00.000000001Z";
    case "duration":
      return "3.500s";
    case "fieldmask":
      return "name,settings.size";
    default:
      return `${name} ä/?&=%+#"`;
  }
}

function namedValue(type: TypeRef, place: Place): unknown {
  const declared = declarationOf(type);
  if (declared === undefined) return undefined;
  if (declared.kind === "alias") return valueOf(declared.type, place);
  if (declared.kind === "enum") {
    return place.strange ? "A_VALUE_OF_TOMORROW" : (declared.values[0] ?? "ANY");
  }
  const inner = { ...place, depth: place.depth + 1 };
  const fields = declared.fields
    .filter((field) => field.in === "json")
    .filter((field) => inner.depth < maxDepth || field.type.kind === "primitive")
    .map((field) => [field.wire, valueOf(field.type, { ...inner, name: field.wire })] as const);
  const strange = place.strange ? { a_field_of_tomorrow: [bigInteger, { deep: true }] } : {};
  return { ...Object.fromEntries(fields), ...strange };
}

/** A request with every field of an operation set. */
export function sampleRequest(operation: Operation): Record<string, unknown> {
  const entries = operation.parameters
    .filter(({ wire }) => !operation.configParameters.includes(wire))
    .map(({ wire, type, multiSegment }) => {
      if (operation.body?.kind === "stream" && operation.body.parameter === wire) {
        return [wire, new TextEncoder().encode("raw bytes")] as const;
      }
      return [
        wire,
        multiSegment ? multiSegmentValue(operation, wire) : sample(type, wire),
      ] as const;
    });
  return Object.fromEntries(entries);
}

/** Starts with a slash where the path's text before the hole does not end in one. */
function multiSegmentValue(operation: Operation, wire: string): string {
  const start = (operation.path ?? "").includes(`/{${wire}}`) ? "" : "/";
  return `${start}parts of/${wire} ä?/end%2F`;
}
