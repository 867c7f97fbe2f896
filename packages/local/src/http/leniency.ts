import type { FieldShape } from "./shapes.js";

/** Operations whose bodies are what models take: the API table has only a part of their fields. */
const ANY_BODY: ReadonlySet<string> = new Set(["serving.ServingEndpointsAPI.query"]);

/** Fields that the API table requires of an operation or a type, and the platform does not. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  // Why: a cluster policy may give it. Without one it is missed all the same, by the engine.
  "compute.ClustersAPI.create": ["spark_version"],
  "compute.ClustersAPI.edit": ["spark_version"],
  // Why: the table has one type for this and for a request that has the name in its path.
  "serving.EndpointCoreConfigInput": ["name"],
};

/** Whether a body is passed on as it came. */
export function takesAnyBody(operation: string): boolean {
  return ANY_BODY.has(operation);
}

/**
 * The fields of an operation's body or of a type, of which some may be left out after all.
 *
 * @param id the operation's, or the type's
 */
export function withLeniency(
  id: string,
  fields: ReadonlyMap<string, FieldShape>,
): ReadonlyMap<string, FieldShape> {
  const optional = OPTIONAL[id];
  if (!optional) return fields;
  const relaxed = [...fields].map(([name, field]) => {
    return [name, optional.includes(name) ? { ...field, required: false } : field] as const;
  });
  return new Map(relaxed);
}
