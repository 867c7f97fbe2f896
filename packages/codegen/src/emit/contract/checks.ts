import type { ApiPackage, Field, NamedType, Operation, Parameter } from "../../model/index.js";
import { propertyName } from "../../plan/index.js";
import { header } from "../header.js";
import { compareText } from "../imports.js";
import { array, braced, layOut, type Doc } from "../layout.js";
import { packagesIn, typeNotation } from "./type-text.js";

/** Types are in a file of their own where a package has more than this many fields and values. */
const many = 900;

/** Writes what requests to a package must look like, as files by name. */
export function emitChecks(apiPackage: ApiPackage): ReadonlyMap<string, string> {
  const { name } = apiPackage;
  const types = sortedTypes(apiPackage).map((type) => entry(type.name, typeDoc(type, name)));
  const apart = sizeOf(apiPackage) > many;
  const operations = apiPackage.services
    .flatMap((service) => service.operations)
    .map((operation) => entry(operation.id.slice(name.length + 1), operationDoc(operation, name)));
  const main = [
    `${header(name)}import type { PackageChecks } from "../checks.js";`,
    ...(apart ? [`import { types } from "./${name}-types.gen.js";`] : []),
    "",
    `/** What requests to the operations of \`${name}\` may hold. */`,
    "export const checks: PackageChecks = {",
    ...lines(1, ["uses: ", array(uses(apiPackage).map((used) => JSON.stringify(used)))]),
    "  operations: {",
    ...operations.flatMap((doc) => lines(2, doc)),
    "  },",
    ...(apart ? ["  types,"] : ["  types: {", ...types.flatMap((doc) => lines(2, doc)), "  },"]),
    "};",
    "",
  ];
  const files = new Map([[name, main.join("\n")]]);
  if (apart) files.set(`${name}-types`, typesFile(name, types));
  return files;
}

function typesFile(name: string, types: readonly Doc[]): string {
  return [
    `${header(name)}import type { TypeChecks } from "../checks.js";`,
    "",
    `/** The types of \`${name}\`. */`,
    "export const types: TypeChecks = {",
    ...types.flatMap((doc) => lines(1, doc)),
    "};",
    "",
  ].join("\n");
}

function operationDoc(operation: Operation, home: string): Doc {
  const inPlace = (place: Parameter["in"]): readonly Parameter[] =>
    operation.parameters.filter((parameter) => {
      return parameter.in === place && !operation.configParameters.includes(parameter.wire);
    });
  const entries: Doc[] = [];
  const path = inPlace("path");
  if (path.length > 0) entries.push(entry("path", parametersDoc(path, home)));
  const query = inPlace("query");
  if (query.length > 0) entries.push(entry("query", parametersDoc(query, home)));
  entries.push(...bodyEntries(operation, home));
  entries.push(...responseEntries(operation, home));
  return braced(entries);
}

function bodyEntries({ body, parameters }: Operation, home: string): readonly Doc[] {
  if (body === null) return [];
  if (body.kind === "fields") {
    const fields = parameters.filter((parameter) => parameter.in === "body");
    return [entry("body", parametersDoc(fields, home))];
  }
  const field = JSON.stringify(body.parameter);
  if (body.kind === "stream") return [entry("stream", field)];
  const required = parameters.find(({ wire }) => wire === body.parameter)?.required ?? true;
  const type = typeNotation(body.type, home) + (required ? "!" : "");
  return [entry("whole", array([field, JSON.stringify(type)]))];
}

function responseEntries({ response }: Operation, home: string): readonly Doc[] {
  const entries: Doc[] = [];
  if (response.kind !== "json") entries.push(entry("response", JSON.stringify(response.kind)));
  if (response.type && response.kind !== "none") {
    entries.push(entry("returns", JSON.stringify(typeNotation(response.type, home))));
  }
  if (response.headers.length > 0) {
    const names = response.headers.map((header) => JSON.stringify(header));
    entries.push(entry("headers", array(names)));
  }
  if (response.streamField !== null) {
    entries.push(entry("contents", JSON.stringify(response.streamField)));
  }
  return entries;
}

function typeDoc(type: NamedType, home: string): Doc {
  if (type.kind === "alias") return JSON.stringify(typeNotation(type.type, home));
  if (type.kind === "enum") return array(type.values.map((value) => JSON.stringify(value)));
  return parametersDoc(
    type.fields.filter((field) => field.in === "json"),
    home,
  );
}

function parametersDoc(fields: readonly (Field | Parameter)[], home: string): Doc {
  return braced(
    fields.map(({ wire, type, required }) => {
      return entry(wire, JSON.stringify(typeNotation(type, home) + (required ? "!" : "")));
    }),
  );
}

function entry(name: string, value: Doc): Doc {
  return [`${propertyName(name)}: `, value];
}

function lines(depth: number, doc: Doc): readonly string[] {
  return [layOut([doc, ","], depth)];
}

function sortedTypes(apiPackage: ApiPackage): readonly NamedType[] {
  return apiPackage.types.toSorted((a, b) => compareText(a.name, b.name));
}

function sizeOf(apiPackage: ApiPackage): number {
  const sizes = apiPackage.types.map((type) => {
    if (type.kind === "alias") return 1;
    return type.kind === "enum" ? type.values.length : type.fields.length;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The other packages whose types this one's refer to. */
function uses(apiPackage: ApiPackage): readonly string[] {
  const operations = apiPackage.services.flatMap((service) => service.operations);
  const types = [
    ...operations.flatMap(({ parameters }) => parameters.map((parameter) => parameter.type)),
    ...operations.flatMap(({ response }) => (response.type ? [response.type] : [])),
    ...apiPackage.types.flatMap((type) => {
      if (type.kind === "enum") return [];
      return type.kind === "alias" ? [type.type] : type.fields.map((field) => field.type);
    }),
  ];
  const named = new Set(types.flatMap((type) => packagesIn(type)));
  named.delete(apiPackage.name);
  return [...named].sort();
}
