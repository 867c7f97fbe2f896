import {
  type ApiModel,
  type ApiPackage,
  camelCase,
  type ClientProperty,
  type Service,
} from "../model/index.js";
import { kebabCase, serviceStem } from "./names.js";
import { planRequests, type RequestType } from "./requests.js";
import { planTypeFiles } from "./type-files.js";
import { planUsage, type Usage } from "./usage.js";

/** All that is decided about a package before any text is written. */
export interface PackagePlan {
  readonly source: ApiPackage;
  /** The request type of each operation that takes fields, by operation id. */
  readonly requests: ReadonlyMap<string, RequestType>;
  /** Type or request -> its file, without `.gen.ts`. */
  readonly typeFiles: ReadonlyMap<string, string>;
  readonly usages: ReadonlyMap<string, Usage>;
  /** Service -> the services below it, as properties. */
  readonly children: ReadonlyMap<string, readonly ClientProperty[]>;
}

/** Plans a package. Throws an `Error` that names the two things that want the same name. */
export function planPackage(model: ApiModel, source: ApiPackage): PackagePlan {
  const requests = planRequests(source);
  const children = childrenOf(model, source.name);
  checkTypeNames(source, requests);
  for (const service of source.services) {
    checkMembers(service, children.get(service.name) ?? []);
  }
  return {
    source,
    requests,
    typeFiles: planTypeFiles(source, requests),
    usages: planUsage(source, requests),
    children,
  };
}

/** The file of a service, without `.gen.ts`: `ClustersAPI` -> `clusters`. */
export function serviceFile(service: string): string {
  return kebabCase(serviceStem(service));
}

function childrenOf(model: ApiModel, packageName: string): Map<string, ClientProperty[]> {
  const found = new Map<string, ClientProperty[]>();
  const visit = (property: ClientProperty): void => {
    property.children.forEach(visit);
    if (property.package !== packageName) return;
    const known = found.get(property.service) ?? [];
    const added = property.children.filter((child) =>
      known.every(({ name }) => name !== child.name),
    );
    found.set(property.service, [...known, ...added]);
  };
  for (const client of model.clients) client.properties.forEach(visit);
  return found;
}

/** Global types that generated files use: a type of the API with such a name would hide them. */
const globalTypes = ["Promise", "Record", "ReadableStream", "Uint8Array"];

function checkTypeNames(source: ApiPackage, requests: ReadonlyMap<string, RequestType>): void {
  const requestNames = Array.from(requests.values(), ({ name }) => name);
  const names = new Set([...source.types.map(({ name }) => name), ...requestNames]);
  const hidden = [...globalTypes, ...source.services.map(({ name }) => name)];
  const clash = hidden.find((name) => names.has(name));
  if (clash !== undefined)
    throw new Error(`${source.name} has a type and something else named ${clash}`);
}

/** What a service class has of its own, besides its operations. */
const ownMembers = ["api", "constructor"];

/** Two members of one class may not share a name: a wait, a shortcut, a child, an operation. */
function checkMembers(service: Service, children: readonly ClientProperty[]): void {
  const names = [
    ...ownMembers,
    ...service.operations.map((operation) => camelCase(operation.name)),
    ...service.operations
      .filter((operation) => operation.waiting ?? operation.longRunning)
      .map((operation) => `${camelCase(operation.name)}AndWait`),
    ...service.waiters.map((waiter) => camelCase(waiter.name)),
    ...children.map((child) => camelCase(child.name)),
  ];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new Error(`${service.package}.${service.name} would have two members named ${repeated}`);
  }
}
