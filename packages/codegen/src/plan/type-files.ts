import type { ApiPackage, NamedType, Operation, Service, TypeRef } from "../model/index.js";
import { kebabCase, serviceStem } from "./names.js";
import { type RequestType, requestFields } from "./requests.js";
import { reachedTypes } from "./type-refs.js";
import { resultTypes } from "./usage.js";

/** A package's types stay in one file up to this many lines. */
const maxLines = 2300;
/** In a package that is split, resources with fewer lines stay in the common file. */
const minLines = 150;
const common = "types";

/**
 * The file (without `.gen.ts`) of each type and request of a package: `types`, or, where that would
 * be too long, `types-<resource>` for what only one resource uses.
 */
export function planTypeFiles(
  apiPackage: ApiPackage,
  requests: ReadonlyMap<string, RequestType>,
): ReadonlyMap<string, string> {
  const sizes = sizesOf(apiPackage, requests);
  const names = [...sizes.keys()];
  if (total(names, sizes) <= maxLines) return new Map(names.map((name) => [name, common]));
  const groups = groupByResource(apiPackage, requests, sizes);
  const moved = new Set<string>();
  const bySize = [...groups].sort(([, a], [, b]) => total(b, sizes) - total(a, sizes));
  let left = total(names, sizes);
  for (const [resource, members] of bySize) {
    const lines = total(members, sizes);
    if (lines < minLines && left <= maxLines) break;
    moved.add(resource);
    left -= lines;
  }
  const files = new Map(names.map((name) => [name, common]));
  for (const resource of moved) {
    for (const name of groups.get(resource) ?? []) files.set(name, `${common}-${resource}`);
  }
  return files;
}

/** Types and requests that only one resource uses, by that resource. */
function groupByResource(
  apiPackage: ApiPackage,
  requests: ReadonlyMap<string, RequestType>,
  sizes: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly string[]> {
  const byService = exclusive(apiPackage, requests, stem);
  const isLong = ([, members]: readonly [string, readonly string[]]): boolean =>
    total(members, sizes) > maxLines;
  const long = new Set([...byService].filter(isLong).map(([resource]) => resource));
  if (long.size === 0) return byService;
  return exclusive(apiPackage, requests, (service, operation) => {
    const resource = stem(service);
    return long.has(resource) ? pathResource(operation, resource) : resource;
  });
}

function exclusive(
  apiPackage: ApiPackage,
  requests: ReadonlyMap<string, RequestType>,
  resourceOf: (service: Service, operation: Operation) => string,
): Map<string, string[]> {
  const users = new Map<string, Set<string>>();
  for (const service of apiPackage.services) {
    for (const operation of service.operations) {
      const resource = resourceOf(service, operation);
      for (const name of usedTypes(apiPackage, operation, requests)) {
        users.set(name, (users.get(name) ?? new Set()).add(resource));
      }
    }
  }
  const groups = new Map<string, string[]>();
  for (const [name, [resource, ...others]] of users) {
    if (resource === undefined || others.length > 0) continue;
    groups.set(resource, [...(groups.get(resource) ?? []), name]);
  }
  return groups;
}

function usedTypes(
  apiPackage: ApiPackage,
  operation: Operation,
  requests: ReadonlyMap<string, RequestType>,
): Set<string> {
  const taken = requestFields(operation).map((field) => field.type);
  const roots: TypeRef[] = [...taken, ...resultTypes(operation)];
  const names = reachedTypes(apiPackage, roots);
  const request = requests.get(operation.id);
  return request ? names.add(request.name) : names;
}

/** `/api/2.2/jobs/runs/get` -> `runs`: the noun before the verb, or all there is. */
function pathResource(operation: Operation, otherwise: string): string {
  const segments = (operation.path ?? "").split("/").filter((part) => /^[a-z][a-z-]*$/.test(part));
  const [first, second, third] = segments.filter((part) => part !== "api");
  return third === undefined ? (first ?? otherwise) : (second ?? otherwise);
}

function sizesOf(
  apiPackage: ApiPackage,
  requests: ReadonlyMap<string, RequestType>,
): Map<string, number> {
  const sizes = new Map(apiPackage.types.map((type) => [type.name, linesOf(type)]));
  for (const request of requests.values()) {
    if (!request.reused) sizes.set(request.name, 4 + request.fields.length);
  }
  return sizes;
}

/** About as many lines as the type will take, its docstring included. */
function linesOf(type: NamedType): number {
  if (type.kind === "alias") return 5;
  return 6 + (type.kind === "object" ? type.fields.length : type.values.length);
}

function total(names: readonly string[], sizes: ReadonlyMap<string, number>): number {
  return names.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
}

function stem(service: Service): string {
  return kebabCase(serviceStem(service.name));
}
