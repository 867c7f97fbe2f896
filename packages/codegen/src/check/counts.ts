import type { ApiFacts, PackageFacts, ServiceFacts } from "../model/index.js";

/** How much of everything there is. */
export interface FactCounts {
  readonly services: number;
  readonly operations: number;
  readonly parameters: number;
  readonly objects: number;
  readonly fields: number;
  readonly enums: number;
  readonly values: number;
  readonly aliases: number;
  readonly paged: number;
  readonly longRunning: number;
}

/** What one package holds. */
export function countPackage(facts: PackageFacts): FactCounts {
  const services = Object.values(facts.services);
  const types = Object.values(facts.types);
  const methods = services.flatMap(methodsOf);
  const objects = types.filter((type) => type.kind === "object");
  const enums = types.filter((type) => type.kind === "enum");
  return {
    services: services.length,
    operations: methods.length,
    parameters: sum(methods.map((method) => Object.keys(method.params).length)),
    objects: objects.length,
    fields: sum(objects.map((type) => Object.keys(type.fields).length)),
    enums: enums.length,
    values: sum(enums.map((type) => type.values.length)),
    aliases: types.length - objects.length - enums.length,
    paged: methods.filter((method) => method.pagination !== null).length,
    longRunning: methods.filter((method) => method.lro !== null).length,
  };
}

function methodsOf(service: ServiceFacts): ServiceFacts["methods"][string][] {
  return Object.values(service.methods);
}

/** What all packages hold, and the properties of the clients. */
export function countFacts(
  facts: ApiFacts,
): FactCounts & Record<"packages" | "properties", number> {
  const each = Object.values(facts.packages).map(countPackage);
  const total = (key: keyof FactCounts): number => sum(each.map((counts) => counts[key]));
  return {
    packages: each.length,
    services: total("services"),
    operations: total("operations"),
    parameters: total("parameters"),
    objects: total("objects"),
    fields: total("fields"),
    enums: total("enums"),
    values: total("values"),
    aliases: total("aliases"),
    paged: total("paged"),
    longRunning: total("longRunning"),
    properties: sum(Object.values(facts.clients).map((links) => Object.keys(links).length)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
