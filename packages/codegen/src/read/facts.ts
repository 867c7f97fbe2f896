import {
  type ApiFacts,
  extension,
  type MethodFacts,
  type PackageFacts,
  type TypeFacts,
} from "../model/index.js";
import type { Cursor } from "./cursor.js";
import { readInputs } from "./inputs.js";
import { methodName, readMethod } from "./method.js";
import { operationsOf } from "./operations-of.js";
import type { TypeLookup } from "./paging.js";
import { readResponse } from "./response.js";
import { readNamedType } from "./schema.js";
import { type Clients, readClients, readLevel, readService } from "./services.js";

/** All facts that the documents of the packages hold. */
export function readFacts(documents: ReadonlyMap<string, Cursor>): ApiFacts {
  const types = new Map(
    [...documents].map(([name, document]) => [name, readTypes(document, name)]),
  );
  const lookup: TypeLookup = (ref) => {
    const dot = ref.indexOf(".");
    return types.get(ref.slice(0, dot))?.[ref.slice(dot + 1)];
  };
  const clients = readClients(documents);
  const packages = [...documents].map(([name, document]): [string, PackageFacts] => {
    const services = readServices(document, name, lookup, clients);
    return [name, { services, types: types.get(name) ?? {} }];
  });
  return { clients, packages: Object.fromEntries(packages) };
}

function readTypes(document: Cursor, name: string): Record<string, TypeFacts> {
  const stated = document.at(extension.package);
  if (stated.string() !== name) stated.fail(`is not the name of the file, ${name}`);
  const schemas = document.at("components").at("schemas").entries();
  return Object.fromEntries(schemas.map(([key, schema]) => [key, readNamedType(schema, name)]));
}

function readServices(
  document: Cursor,
  home: string,
  types: TypeLookup,
  clients: Clients,
): PackageFacts["services"] {
  const methods = readMethods(document, home, types);
  const services = document
    .at("tags")
    .items()
    .map((tag) => {
      const name = tag.at("name").string();
      return [name, readService(tag, methods.get(name) ?? {}, clients)] as const;
    });
  return Object.fromEntries(services);
}

function readMethods(
  document: Cursor,
  home: string,
  types: TypeLookup,
): ReadonlyMap<string, Record<string, MethodFacts>> {
  const tags = document.at("tags").items();
  const levels = new Map(tags.map((tag) => [tag.at("name").string(), readLevel(tag)]));
  const spots = operationsOf(document).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const known = new Map(
    spots.map((spot) => {
      const inputs = readInputs(spot.object, home);
      const response = readResponse(spot.object, home);
      return [spot.id, { inputs, response, responseType: response.facts.type }];
    }),
  );
  const methods = new Map<string, [string, MethodFacts][]>();
  for (const spot of spots) {
    const [owner, service = ""] = spot.id.split(".");
    const level = levels.get(service);
    const read = known.get(spot.id);
    if (owner !== home || !level || !read) return spot.object.fail("belongs to no tag of its own");
    const context = { home, level, types, operations: (id: string) => known.get(id) };
    const method = readMethod(spot, read.inputs, read.response, context);
    methods.set(service, [...(methods.get(service) ?? []), [methodName(spot), method]]);
  }
  return new Map([...methods].map(([service, list]) => [service, sortedRecord(list)]));
}

function sortedRecord<T>(entries: readonly [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
