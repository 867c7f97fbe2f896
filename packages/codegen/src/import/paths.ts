import { extension, type MethodFacts, operationId, type PackageFacts } from "../model/index.js";
import type { Json } from "./schema.js";

/** An operation that waits for its place in a document. */
export interface PlacedOperation {
  readonly method: MethodFacts;
  readonly object: Json;
}

/** Paths in alphabetical order; the second, third, ... operation of a verb goes beside the first. */
export function pathsObject(
  operations: readonly PlacedOperation[],
  packageName: string,
  facts: PackageFacts,
): Json {
  const polled = polledIds(packageName, facts);
  const byPath = new Map<string, PlacedOperation[]>();
  for (const operation of operations) {
    const { path } = operation.method;
    if (path === null) continue;
    byPath.set(path, [...(byPath.get(path) ?? []), operation]);
  }
  const sorted = [...byPath].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([path, group]) => [path, pathItem(group, polled)]));
}

const verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

function pathItem(operations: readonly PlacedOperation[], polled: ReadonlySet<string>): Json {
  const item: Json = {};
  const others: Json = {};
  for (const verb of verbs) {
    const ranked = operations
      .filter(({ method }) => method.verb === verb)
      .sort((a, b) => rank(a, polled) - rank(b, polled));
    const [first, ...rest] = ranked;
    if (first === undefined) continue;
    item[verb.toLowerCase()] = first.object;
    if (rest.length > 0) others[verb.toLowerCase()] = rest.map(({ object }) => object);
  }
  return Object.keys(others).length > 0 ? { ...item, [extension.operations]: others } : item;
}

/**
 * Why a rank: links may only name operations that OpenAPI knows of, so what is polled comes first;
 * what both sources of the table know comes before what one knows.
 */
function rank({ method, object }: PlacedOperation, polled: ReadonlySet<string>): number {
  if (polled.has(String(object["operationId"]))) return 0;
  return method.only_in === undefined ? 1 : 2;
}

function polledIds(packageName: string, facts: PackageFacts): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [service, { methods }] of Object.entries(facts.services)) {
    for (const { lro } of Object.values(methods)) {
      if (lro !== null) ids.add(operationId(packageName, service, lro.poll_method));
    }
  }
  return ids;
}
