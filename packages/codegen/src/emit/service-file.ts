import {
  camelCase,
  type ClientProperty,
  type NamedWaiter,
  type Service,
  type Waiting,
} from "../model/index.js";
import { type PackagePlan, serviceFile } from "../plan/index.js";
import { descriptor, descriptorKind, waitingLiteral } from "./descriptor.js";
import { docComment, nameList } from "./doc-comment.js";
import { header } from "./header.js";
import { Imports } from "./imports.js";
import { layOut } from "./layout.js";
import { lazyGetter } from "./lazy-getter.js";
import { method, operationMethods, statement } from "./methods.js";
import { namedWaiterDoc } from "./operation-docs.js";
import { callWithPoll, namedPoll, namedWaiting } from "./polls.js";
import {
  declarationOf,
  descriptorName,
  type ServiceContext,
  waitingName,
} from "./service-context.js";
import { typeWriter } from "./type-text.js";

/** The file of one service: its class, then the descriptors that its methods hand to the runtime. */
export function serviceText(plan: PackagePlan, service: Service): string {
  const imports = new Imports([service.name]);
  const types = typeWriter(plan, serviceFile(service.name), imports);
  const context: ServiceContext = { plan, service, imports, types };
  const body = serviceClass(context);
  const constants = [...descriptors(context), ...waitings(context)];
  const parts = [body, ...constants].join("\n");
  return `${header(plan.source.name)}${imports.toString()}${parts}`;
}

function serviceClass(context: ServiceContext): string {
  const { service, plan } = context;
  const client = context.types.runtime("ServiceClient");
  const children = plan.children.get(service.name) ?? [];
  const fields = children.map((child) => childField(context, child)).join("");
  const members = [
    `  protected readonly api: ${client};\n${fields}`,
    `  constructor(api: ${client}) {\n    this.api = api;\n  }\n`,
    ...children.map((child) => childGetter(context, child)),
    ...service.operations.flatMap((operation) => operationMethods(context, operation)),
    ...service.waiters.map((waiter) => namedWaiterMethod(context, waiter)),
  ];
  return `${classDoc(service)}export class ${service.name} {\n${members.join("\n")}}\n`;
}

function classDoc(service: Service): string {
  const places = service.reachedBy.map(clientPath);
  const reached = places.length === 0 ? "" : `Reached as ${nameList(places, 3)}.`;
  return docComment([[contentLine(service), reached].filter((text) => text !== "").join(" ")]);
}

function contentLine(service: Service): string {
  const count = service.operations.length;
  if (count === 0) return "Groups other services.";
  const roots = service.operations.flatMap((operation) => pathRoot(operation.path) ?? []);
  const countOf = (root: string): number => roots.filter((other) => other === root).length;
  const [root] = roots.toSorted((a, b) => countOf(b) - countOf(a));
  const operations = count === 1 ? "One operation" : `${count} operations`;
  if (root === undefined) return `${operations}.`;
  return `${operations}${countOf(root) < count ? ", most of them" : ""} under \`${root}\`.`;
}

/** `workspace.settings.default_namespace` -> `WorkspaceClient.settings.defaultNamespace`. */
function clientPath(path: string): string {
  const [client = "", ...properties] = path.split(".");
  const name = `${client.charAt(0).toUpperCase()}${client.slice(1)}Client`;
  return [name, ...properties.map(camelCase)].join(".");
}

/** The part of a path that says what it is about: `/api/2.1/clusters/get` -> `/api/2.1/clusters`. */
function pathRoot(path: string | null): string | undefined {
  const [root = ""] = (path ?? "").replace("/accounts/{account_id}", "").split("{");
  const noun = /^(?:\/api\/[\d.]+)?(?:\/(?:preview|scim|v2|unity-catalog))*\/[^/]+/.exec(root)?.[0];
  return noun === undefined || noun.endsWith("/permissions") ? undefined : noun;
}

function childField(context: ServiceContext, child: ClientProperty): string {
  const module = `./${serviceFile(child.service)}.gen.js`;
  const type = context.imports.value(module, child.service, child.service);
  return `  #${camelCase(child.name)}: ${type} | undefined;\n`;
}

function childGetter(context: ServiceContext, child: ClientProperty): string {
  const name = camelCase(child.name);
  const module = `./${serviceFile(child.service)}.gen.js`;
  const type = context.imports.value(module, child.service, child.service);
  return lazyGetter(name, type, "this.api");
}

function namedWaiterMethod(context: ServiceContext, waiter: NamedWaiter): string {
  const { waiting } = waiter;
  const { parameter, poll } = namedPoll(context, waiter);
  const result = context.types.text(waiting.result);
  const options = `options?: ${context.types.runtime("WaitOptions")}<${result}>`;
  const body = [
    callWithPoll("const waiter = this.api.waiter", [namedWaiting(waiter), "undefined"], poll),
    statement("return waiter.result(options)"),
  ];
  const doc = docComment(namedWaiterDoc(waiting), 1);
  return doc + method(camelCase(waiter.name), [parameter, options], `Promise<${result}>`, body);
}

function descriptors(context: ServiceContext): readonly string[] {
  return context.service.operations.map((operation) => {
    const kind = context.types.runtime(descriptorKind(operation));
    const value = descriptor(operation, (type) => declarationOf(context.plan, type));
    return `${layOut([`const ${descriptorName(operation)}: ${kind} = `, value, ";"])}\n`;
  });
}

function waitings(context: ServiceContext): readonly string[] {
  const { service } = context;
  const all = [
    ...service.operations.flatMap(({ waiting }) => waiting ?? []),
    ...service.waiters.map(({ waiting }) => waiting),
  ];
  const texts = new Map<string, string>();
  for (const waiting of all) {
    const text = waitingText(context, waiting);
    const known = texts.get(waiting.waitMethod);
    if (known !== undefined && known !== text) {
      throw new Error(`${service.name}.${waiting.waitMethod} is described in two ways`);
    }
    texts.set(waiting.waitMethod, text);
  }
  return [...texts.values()];
}

function waitingText(context: ServiceContext, waiting: Waiting): string {
  const type = context.types.runtime("Waiting");
  const name = waitingName(waiting.waitMethod);
  return `${layOut([`const ${name}: ${type} = `, waitingLiteral(waiting), ";"])}\n`;
}
