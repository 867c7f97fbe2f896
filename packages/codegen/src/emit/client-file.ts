import {
  type ApiClientModel,
  type ApiModel,
  camelCase,
  type ClientProperty,
} from "../model/index.js";
import { clientName, extensionOf, serviceFile } from "../plan/index.js";
import { clientMembers } from "./client-members.js";
import { docComment } from "./doc-comment.js";
import { commonHeader } from "./header.js";
import { Imports } from "./imports.js";
import { layOut, parenthesized } from "./layout.js";

/** The file of a client: one property per service, whose code is loaded when it is first called. */
export function clientText(model: ApiModel, client: ApiClientModel): string {
  const name = clientName(client.name);
  const imports = new Imports([name]);
  const properties = [...client.properties].map((property) => ({
    property,
    name: camelCase(property.name),
    type: serviceClassOf(imports, property),
  }));
  const fields = properties.map(({ name, type }) => `  #${name}: ${type} | undefined;\n`);
  const getters = properties.map(({ property, name, type }) => {
    const doc = docComment(propertyDoc(model, property), 1);
    return doc + lazyServiceGetter(imports, property, { name, type });
  });
  const own = clientMembers(imports, client);
  const members = [
    ownFields(imports) + fields.join("") + own.fields,
    construction(imports),
    ...getters,
    ...own.members,
    closing(own.closing),
  ];
  const body = `${docComment(clientDoc(client))}export class ${name} {\n${members.join("\n")}}\n`;
  return `${commonHeader}${imports.toString()}${body}`;
}

function clientDoc(client: ApiClientModel): readonly string[] {
  return [
    `All services of a Databricks ${client.name}. The code of a service is loaded by its first call.`,
    "`close()`, or `await using`, ends the connections that are kept open.",
  ];
}

function ownFields(imports: Imports): string {
  const client = imports.value("../api-client/index.js", "ApiClient", "RuntimeApiClient");
  const config = imports.type("../config/index.js", "Config", "RuntimeConfig");
  return (
    `${docComment(["Sends the requests; `apiClient.request()` reaches any path."], 1)}` +
    `  readonly apiClient: ${client};\n` +
    `${docComment(["What the client was configured with, and where each value came from."], 1)}` +
    `  readonly config: ${config};\n`
  );
}

function construction(imports: Imports): string {
  const client = imports.value("../api-client/index.js", "ApiClient", "RuntimeApiClient");
  const options = imports.type("../api-client/index.js", "ClientOptions", "RuntimeClientOptions");
  const doc = docComment(
    [
      "Takes options, or an existing `ApiClient` to share its configuration and connections.",
      "Throws `ConfigError` when the configuration contradicts itself; nothing is sent yet.",
    ],
    1,
  );
  const head = ["constructor", parenthesized([`options: ${options} | ${client} = {}`]), " {"];
  return (
    `${doc}${layOut(head, 1)}\n` +
    `    this.apiClient = options instanceof ${client} ? options : new ${client}(options);\n` +
    `    this.config = this.apiClient.config;\n  }\n`
  );
}

/** @param first What comes before the connections are ended, as an expression; empty: nothing. */
function closing(first: string): string {
  const close =
    first === ""
      ? "  close(): Promise<void> {\n    return this.apiClient.close();\n  }\n\n"
      : "  async close(): Promise<void> {\n    try {\n" +
        `      await ${first};\n    } finally {\n      await this.apiClient.close();\n    }\n  }\n\n`;
  return (
    docComment(["Ends idle connections. Calls that are under way come to their end."], 1) +
    close +
    docComment(["The same as `close()`, for `await using`."], 1) +
    "  [Symbol.asyncDispose](): Promise<void> {\n    return this.close();\n  }\n"
  );
}

function serviceClassOf(imports: Imports, { package: home, service }: ClientProperty): string {
  const extension = extensionOf(home, service)?.name;
  if (extension !== undefined) return imports.type("../extensions/index.js", extension, extension);
  return imports.type(`../services/${home}/index.gen.js`, service, `${service}Of${home}`);
}

/** A property with a stand-in for its service, which loads the service's module. */
function lazyServiceGetter(
  imports: Imports,
  { package: home, service, children }: ClientProperty,
  { name, type }: { readonly name: string; readonly type: string },
): string {
  const lazyService = imports.value("./lazy-service.js", "lazyService", "lazyService");
  const extension = extensionOf(home, service);
  const module = extension
    ? `../extensions/${extension.folder}/index.js`
    : `../services/${home}/${serviceFile(service)}.gen.js`;
  const className = extension?.name ?? service;
  const target = `return (this.#${name} ??= ${lazyService}(`;
  const load = [
    "async () => {",
    `  const module = await import("${module}");`,
    `  return new module.${className}(this.apiClient);`,
    "}",
  ];
  const methods = methodsOf(imports, home, service);
  const isShort = children.length === 0 && `    ${target}${methods}, ${load[0]}`.length <= 100;
  const body = isShort
    ? [`${target}${methods}, ${load[0]}`, ...load.slice(1, 3), "}));"]
    : [
        target,
        `  ${methods},`,
        ...indented([...load.slice(0, 3), "},"]),
        ...indented(childMethods(imports, children)),
        "));",
      ];
  const lines = body.map((text) => `    ${text}\n`);
  return `  get ${name}(): ${type} {\n${lines.join("")}  }\n`;
}

/** The methods of each nested service, as one object. */
function childMethods(imports: Imports, children: readonly ClientProperty[]): readonly string[] {
  if (children.length === 0) return [];
  const entries = children.map(
    (child) => `${camelCase(child.name)}: ${methodsOf(imports, child.package, child.service)},`,
  );
  return ["{", ...indented(entries), "},"];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((text) => `  ${text}`);
}

function methodsOf(imports: Imports, home: string, service: string): string {
  const names = imports.value("./method-names.gen.js", "methodNames", "methodNames");
  return `${names}["${home}.${service}"]`;
}

function propertyDoc(model: ApiModel, property: ClientProperty): readonly string[] {
  const service = model.packages
    .find(({ name }) => name === property.package)
    ?.services.find(({ name }) => name === property.service);
  const reference = service?.operations[0]?.reference ?? "";
  const page = reference.slice(0, reference.lastIndexOf("/"));
  return [`\`${property.package}.${property.service}\``, page === "" ? "" : `@see ${page}`];
}
