import {
  type ApiFacts,
  extension,
  type MethodFacts,
  operationId,
  type PackageFacts,
  type ServiceFacts,
} from "../model/index.js";
import { operationObject } from "./operation.js";
import { pathsObject, type PlacedOperation } from "./paths.js";
import { referencePage } from "./reference.js";
import { type Json, namedSchema, present } from "./schema.js";
import { servers } from "./servers.js";

/** What a document says beside the facts of its package. */
export interface DocumentTexts {
  readonly version: string;
  /** Hand-written sentences by operation id. */
  readonly summaries: ReadonlyMap<string, string>;
}

/** The OpenAPI document of one package. */
export function documentObject(name: string, facts: ApiFacts, texts: DocumentTexts): Json {
  const content = facts.packages[name];
  if (content === undefined) throw new Error(`The table has no package ${name}`);
  const properties = clientProperties(name, facts);
  const operations = placedOperations(name, content, properties, texts);
  const dataPlane = operations.filter(({ method }) => method.path === null);
  return present({
    openapi: "3.1.0",
    info: {
      title: `Databricks REST API: ${name}`,
      version: texts.version,
      description: "Facts of the API and our own words about them. See README.md.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    [extension.package]: name,
    servers: servers(content),
    security: [{ token: [] }],
    tags: tags(content, properties),
    paths: pathsObject(operations, name, content),
    [extension.dataPlane]: dataPlane.length > 0 ? dataPlane.map(dataPlaneEntry) : undefined,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: mapValues(content.types, (type) => namedSchema(type, name)),
    },
  });
}

function placedOperations(
  packageName: string,
  facts: PackageFacts,
  properties: ReadonlyMap<string, readonly string[]>,
  texts: DocumentTexts,
): PlacedOperation[] {
  return Object.entries(facts.services).flatMap(([service, { methods }]) =>
    Object.entries(methods).map(([name, method]) => {
      const reference = referencePage(properties.get(service)?.[0], service, name);
      const summary = texts.summaries.get(operationId(packageName, service, name));
      const site = { packageName, service, name, facts, reference, summary };
      return { method, object: operationObject(method, site) };
    }),
  );
}

function dataPlaneEntry({ method, object }: { method: MethodFacts; object: Json }): Json {
  return { verb: method.verb.toLowerCase(), operation: object };
}

/** Service -> dotted properties of the clients that reach it. */
function clientProperties(
  packageName: string,
  facts: ApiFacts,
): ReadonlyMap<string, readonly string[]> {
  const properties = new Map<string, string[]>();
  for (const [client, links] of Object.entries(facts.clients)) {
    for (const [property, link] of Object.entries(links)) {
      if (link.package !== packageName) continue;
      const reached = properties.get(link.service) ?? [];
      properties.set(link.service, [...reached, `${client}.${property}`]);
    }
  }
  return properties;
}

function tags(facts: PackageFacts, properties: ReadonlyMap<string, readonly string[]>): Json[] {
  return Object.entries(facts.services).map(([name, service]) => {
    const reached = properties.get(name) ?? [];
    return present({
      name,
      description: tagDescription(service, reached),
      [extension.clientProperties]: reached,
      [extension.level]: service.path_level,
      [extension.onlyIn]: service.only_in,
      [extension.note]: service.note,
    });
  });
}

function tagDescription(service: ServiceFacts, reached: readonly string[]): string {
  const count = Object.keys(service.methods).length;
  const where = reached.length > 0 ? reached.map((name) => `\`${name}\``).join(", ") : "No client";
  if (count === 0) return `${where}: groups other services.`;
  return `${where}: ${count} ${count === 1 ? "operation" : "operations"}.`;
}

function mapValues<T>(record: Readonly<Record<string, T>>, value: (item: T) => Json): Json {
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, value(item)]));
}
