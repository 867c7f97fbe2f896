import type { ErrorDetails } from "./details.js";

type Kind = Exclude<keyof ErrorDetails, "raw">;
type Fields = Readonly<Record<string, unknown>>;

/** The fields of a detail: a text, several, a map of texts, or a list of objects with such fields. */
interface Shape {
  readonly [field: string]: "text" | "texts" | "map" | Shape;
}

const shapes: ReadonlyMap<string, readonly [Kind, Shape]> = new Map<string, readonly [Kind, Shape]>(
  [
    ["ErrorInfo", ["errorInfo", { reason: "text", domain: "text", metadata: "map" }]],
    ["RequestInfo", ["requestInfo", { request_id: "text", serving_data: "text" }]],
    ["RetryInfo", ["retryInfo", { retry_delay: "text" }]],
    ["DebugInfo", ["debugInfo", { stack_entries: "texts", detail: "text" }]],
    ["QuotaFailure", ["quotaFailure", { violations: { subject: "text", description: "text" } }]],
    [
      "PreconditionFailure",
      [
        "preconditionFailure",
        { violations: { type: "text", subject: "text", description: "text" } },
      ],
    ],
    ["BadRequest", ["badRequest", { field_violations: { field: "text", description: "text" } }]],
    [
      "ResourceInfo",
      [
        "resourceInfo",
        { resource_type: "text", resource_name: "text", owner: "text", description: "text" },
      ],
    ],
    ["Help", ["help", { links: { description: "text", url: "text" } }]],
  ],
);

/**
 * Decodes the known kinds by the end of their `@type`. What is missing or of another type in them
 * is empty; of two of one kind the first counts; anything else is only in `raw`.
 */
export function decodeDetails(raw: readonly unknown[]): ErrorDetails {
  const details: Partial<Record<Kind, unknown>> = {};
  for (const detail of raw) {
    if (!isFields(detail) || typeof detail["@type"] !== "string") continue;
    const known = shapes.get(/google\.rpc\.(\w+)$/.exec(detail["@type"])?.[1] ?? "");
    if (known === undefined) continue;
    const [kind, shape] = known;
    details[kind] ??= decode(shape, detail);
  }
  return Object.defineProperty(details, "raw", { value: raw }) as unknown as ErrorDetails;
}

function decode(shape: Shape, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(shape).map(([name, type]) => [name, decodeField(type, fields[name])]),
  );
}

function decodeField(type: Shape[string], value: unknown): unknown {
  switch (type) {
    case "text":
      return typeof value === "string" ? value : "";
    case "texts":
      return Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];
    case "map":
      return Object.fromEntries(
        Object.entries(isFields(value) ? value : {}).filter(([, text]) => typeof text === "string"),
      );
    default:
      return (Array.isArray(value) ? value : [])
        .filter(isFields)
        .map((element) => decode(type, element));
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
