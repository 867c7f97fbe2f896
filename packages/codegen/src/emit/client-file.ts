import {
  type ApiClientModel,
  type ApiModel,
  camelCase,
  type ClientProperty,
} from "../model/index.js";
import { clientName, extensionOf } from "../plan/index.js";
import { docComment } from "./doc-comment.js";
import { commonHeader } from "./header.js";
import { Imports } from "./imports.js";
import { layOut, parenthesized } from "./layout.js";
import { lazyGetter } from "./lazy-getter.js";

/** The file of a client: one property per service, each made when it is first used. */
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
    return doc + lazyGetter(name, type, "this.apiClient");
  });
  const members = [
    ownFields(imports) + fields.join(""),
    construction(imports),
    ...getters,
    closing,
  ];
  const body = `${docComment(clientDoc(client))}export class ${name} {\n${members.join("\n")}}\n`;
  return `${commonHeader}${imports.toString()}${body}`;
}

function clientDoc(client: ApiClientModel): readonly string[] {
  return [
    `All services of a Databricks ${client.name}. A service is made when it is first used.`,
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

const closing =
  docComment(["Ends idle connections. Calls that are under way come to their end."], 1) +
  "  close(): Promise<void> {\n    return this.apiClient.close();\n  }\n\n" +
  docComment(["The same as `close()`, for `await using`."], 1) +
  "  [Symbol.asyncDispose](): Promise<void> {\n    return this.close();\n  }\n";

function serviceClassOf(imports: Imports, { package: home, service }: ClientProperty): string {
  const extension = extensionOf(home, service);
  if (extension !== undefined) return imports.value("../extensions/index.js", extension, extension);
  return imports.value(`../services/${home}/index.gen.js`, service, `${service}Of${home}`);
}

function propertyDoc(model: ApiModel, property: ClientProperty): readonly string[] {
  const service = model.packages
    .find(({ name }) => name === property.package)
    ?.services.find(({ name }) => name === property.service);
  const reference = service?.operations[0]?.reference ?? "";
  const page = reference.slice(0, reference.lastIndexOf("/"));
  return [`\`${property.package}.${property.service}\``, page === "" ? "" : `@see ${page}`];
}
