import { extension, type Verb } from "../model/index.js";
import type { Cursor } from "./cursor.js";

/** An Operation Object and where it is reached. */
export interface OperationSpot {
  readonly id: string;
  readonly verb: Verb;
  /** null for the data plane. */
  readonly path: string | null;
  readonly object: Cursor;
}

const verbs: ReadonlyMap<string, Verb> = new Map([
  ["get", "GET"],
  ["head", "HEAD"],
  ["post", "POST"],
  ["put", "PUT"],
  ["patch", "PATCH"],
  ["delete", "DELETE"],
]);

/** All operations of a document: on its paths, beside them, and on the data plane. */
export function operationsOf(document: Cursor): OperationSpot[] {
  const onPaths = document
    .at("paths")
    .entries()
    .flatMap(([path, item]) => ofPathItem(path, item));
  const onDataPlane = (document.find(extension.dataPlane)?.items() ?? []).map((entry) =>
    spot(verbOf(entry.at("verb"), entry.at("verb").string()), null, entry.at("operation")),
  );
  return [...onPaths, ...onDataPlane];
}

function ofPathItem(path: string, item: Cursor): OperationSpot[] {
  return item.entries().flatMap(([key, value]) => {
    if (key !== extension.operations) return [spot(verbOf(value, key), path, value)];
    return value
      .entries()
      .flatMap(([verb, list]) =>
        list.items().map((object) => spot(verbOf(list, verb), path, object)),
      );
  });
}

function spot(verb: Verb, path: string | null, object: Cursor): OperationSpot {
  return { id: object.at("operationId").string(), verb, path, object };
}

function verbOf(place: Cursor, name: string): Verb {
  return verbs.get(name) ?? place.fail(`has an unknown verb: ${name}`);
}
