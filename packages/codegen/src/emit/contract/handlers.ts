import type { ApiPackage, Operation, Service } from "../../model/index.js";
import type { PackagePlan, RequestType } from "../../plan/index.js";
import { docComment } from "../doc-comment.js";
import { header } from "../header.js";
import { compareText } from "../imports.js";
import { layOut, parenthesized } from "../layout.js";
import { packagesIn, typeText } from "./type-text.js";

type Requests = ReadonlyMap<string, RequestType>;

/** Writes the handler interfaces of a package, one for each service. */
export function emitHandlers({ source, requests }: PackagePlan): string {
  const interfaces = source.services.map((service) => handlerInterface(service, requests));
  return `${header(source.name)}${[imports(source, requests), ...interfaces].join("\n\n")}\n`;
}

function imports(source: ApiPackage, requests: Requests): string {
  const served = source.services
    .flatMap((service) => service.operations)
    .filter((operation) => operation.path !== null);
  const named = served.flatMap(({ id, response }) => [
    ...(requests.has(id) ? [source.name] : []),
    ...(response.type && response.kind !== "none" ? packagesIn(response.type) : []),
  ]);
  return [
    ...[...new Set(named)]
      .sort(compareText)
      .map((name) => `import type * as ${name} from "databricks-sdk-ts/${name}";`),
    `import type { Answer, RequestContext } from "../../http/context.js";`,
  ].join("\n");
}

function handlerInterface(service: Service, requests: Requests): string {
  const methods = service.operations
    .filter((operation) => operation.path !== null)
    .map((operation) => method(operation, requests));
  return [
    `/** What serves \`${service.package}.${service.name}\`. */`,
    `export interface ${service.name}Handlers {`,
    ...methods,
    "}",
  ].join("\n");
}

function method(operation: Operation, requests: Requests): string {
  const name = operation.id.slice(operation.id.lastIndexOf(".") + 1);
  const request = requests.get(operation.id);
  const home = operation.id.slice(0, operation.id.indexOf("."));
  const requestType = request ? `${home}.${request.name}` : "object";
  const signature = [
    name,
    parenthesized([`request: ${requestType}`, "context: RequestContext"]),
    `: Answer<${responseText(operation)}>`,
  ];
  const comment = docComment([`\`${operation.verb} ${operation.path}\``], 1);
  return comment + layOut([signature, ";"], 1);
}

function responseText({ response }: Operation): string {
  return response.type && response.kind !== "none" ? typeText(response.type) : "void";
}
