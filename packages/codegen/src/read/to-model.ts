import type {
  ApiClientModel,
  ApiFacts,
  ApiModel,
  ApiPackage,
  ClientName,
  ClientProperty,
  Field,
  NamedType,
  PackageFacts,
  Service,
  TypeFacts,
} from "../model/index.js";
import type { OperationTexts } from "./texts.js";
import { toOperation } from "./to-operation.js";
import { namedWaiters } from "./to-waiting.js";
import { typeRef } from "./type-refs.js";

/** The model of the API: its facts without those that no generated code needs. */
export function toModel(facts: ApiFacts, texts: ReadonlyMap<string, OperationTexts>): ApiModel {
  const reachedBy = reachedServices(facts);
  return {
    packages: Object.entries(facts.packages).map(([name, content]) =>
      toPackage(name, content, reachedBy, texts),
    ),
    clients: [toClient("workspace", facts), toClient("account", facts)],
  };
}

type Reached = ReadonlyMap<string, readonly string[]>;

function reachedServices(facts: ApiFacts): Reached {
  const reached = new Map<string, string[]>();
  for (const [client, links] of Object.entries(facts.clients)) {
    for (const [property, link] of Object.entries(links)) {
      const key = `${link.package}.${link.service}`;
      reached.set(key, [...(reached.get(key) ?? []), `${client}.${property}`]);
    }
  }
  return reached;
}

function toPackage(
  name: string,
  content: PackageFacts,
  reached: Reached,
  texts: ReadonlyMap<string, OperationTexts>,
): ApiPackage {
  const services = Object.entries(content.services).map(([service, { methods }]): Service => {
    const home = { package: name, service, methods };
    return {
      name: service,
      package: name,
      reachedBy: reached.get(`${name}.${service}`) ?? [],
      operations: Object.entries(methods).map(([key, method]) =>
        toOperation(key, method, home, texts),
      ),
      waiters: namedWaiters(methods),
    };
  });
  const types = Object.entries(content.types).map(([key, type]) => toNamedType(key, type));
  return { name, services, types };
}

function toNamedType(name: string, type: TypeFacts): NamedType {
  if (type.kind === "enum") return { kind: "enum", name, values: type.values };
  if (type.kind === "alias") return { kind: "alias", name, type: typeRef(type.type) };
  const fields = Object.entries(type.fields).map(([wire, field]): Field => ({
    wire,
    type: typeRef(field.type),
    required: field.required,
    deprecated: field.deprecated,
    in: field.in ?? "json",
  }));
  return { kind: "object", name, fields };
}

function toClient(name: ClientName, facts: ApiFacts): ApiClientModel {
  return { name, properties: toProperties(Object.entries(facts.clients[name])) };
}

type Links = readonly (readonly [
  path: string,
  link: { readonly package: string; readonly service: string },
])[];

/** Properties from their dotted paths: `settings.x` is a child of `settings`. */
function toProperties(links: Links): ClientProperty[] {
  return links
    .filter(([path]) => !path.includes("."))
    .map(([name, link]) => {
      const below = links.filter(([path]) => path.startsWith(`${name}.`));
      const children = below.map(([path, child]) => [path.slice(name.length + 1), child] as const);
      return {
        name,
        package: link.package,
        service: link.service,
        children: toProperties(children),
      };
    });
}
