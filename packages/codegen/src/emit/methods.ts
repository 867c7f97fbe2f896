import type { Operation, TypeRef } from "../model/index.js";
import { type RequestType, serviceFile } from "../plan/index.js";
import { isList } from "./descriptor.js";
import { docComment } from "./doc-comment.js";
import { type Doc, layOut, parenthesized } from "./layout.js";
import { andWaitDoc, operationDoc } from "./operation-docs.js";
import { callWithPoll, pollCall, requestSnapshot } from "./polls.js";
import {
  descriptorName,
  methodName,
  pollOf,
  requestOf,
  responseText,
  type ServiceContext,
  waitingName,
} from "./service-context.js";

/** The methods of one operation: itself and, where it waits, its shortcut. */
export function operationMethods(context: ServiceContext, operation: Operation): readonly string[] {
  const doc = docComment(operationDoc(operation), 1);
  const { waiting, longRunning } = operation;
  if (!waiting && !longRunning) return [doc + sendingMethod(context, operation)];
  const shortcut = docComment(andWaitDoc(operation), 1) + andWaitMethod(context, operation);
  const start = waiting ? waitingMethod(context, operation) : longRunningMethod(context, operation);
  return [doc + start, shortcut];
}

function sendingMethod(context: ServiceContext, operation: Operation): string {
  const name = methodName(operation);
  const constant = descriptorName(operation);
  const argument = requestOf(context, operation) ? "request" : "{}";
  if (operation.dataPlane) return dataPlaneMethod(context, operation);
  const parameters = callParameters(context, operation);
  if (isList(operation)) {
    const result = `${context.types.runtime("Paged")}<${context.types.text(itemType(operation))}>`;
    return method(name, parameters, result, [
      statement(["return this.api.list", parenthesized([constant, argument, "options"])]),
    ]);
  }
  const result = `Promise<${responseText(context, operation)}>`;
  return method(name, parameters, result, [
    statement(["return this.api.call", parenthesized([constant, argument, "options"])]),
  ]);
}

function waitingMethod(context: ServiceContext, operation: Operation): string {
  const { waiting } = operation;
  if (!waiting) return "";
  const response = responseText(context, operation);
  const hasResponse = response !== "void";
  const sources = Object.values(waiting.pollArguments);
  const fields = sources.filter(({ from }) => from === "request").map(({ field }) => field);
  const poll = pollCall(context, operation, waiting);
  const result = context.types.text(waiting.result);
  const first = `${waitingName(waiting.waitMethod)}`;
  return method(
    methodName(operation),
    callParameters(context, operation),
    `Promise<${context.types.runtime("Waiter")}<${result}, ${response}>>`,
    [
      ...requestSnapshot(fields),
      startStatement(context, operation, response),
      callWithPoll("return this.api.waiter", [first, hasResponse ? "response" : "undefined"], poll),
    ],
    true,
  );
}

function longRunningMethod(context: ServiceContext, operation: Operation): string {
  const { longRunning } = operation;
  if (!longRunning) return "";
  const response = responseText(context, operation);
  const poll = methodName(pollOf(context.service, longRunning.pollMethod));
  const call = { method: poll, argument: "{ name: response.name! }" };
  const end = longRunning.result === null ? ["{ empty: true }"] : [];
  return method(
    methodName(operation),
    callParameters(context, operation),
    waiterType(context, operation),
    [
      startStatement(context, operation, response),
      callWithPoll("return this.api.operation", ["response"], call, end),
    ],
    true,
  );
}

function startStatement(context: ServiceContext, operation: Operation, response: string): string {
  const argument = requestOf(context, operation) ? "request" : "{}";
  const target = response === "void" ? "" : "const response = ";
  return statement([
    `${target}await this.api.call<${response}>`,
    parenthesized([descriptorName(operation), argument, "options"]),
  ]);
}

/** `Promise<Waiter<Result, Operation, Operation>>` for an operation object. */
function waiterType(context: ServiceContext, operation: Operation): string {
  const state = responseText(context, operation);
  return `Promise<${context.types.runtime("Waiter")}<${resultText(context, operation)}, ${state}, ${state}>>`;
}

function resultText(context: ServiceContext, operation: Operation): string {
  const result = operation.waiting?.result ?? operation.longRunning?.result;
  return result ? context.types.text(result) : "void";
}

function andWaitMethod(context: ServiceContext, operation: Operation): string {
  const name = methodName(operation);
  const { waiting } = operation;
  const state = waiting ? context.types.text(waiting.result) : responseText(context, operation);
  const { runtime } = context.types;
  const options = `options?: ${runtime("CallOptions")} & ${runtime("WaitOptions")}<${state}>`;
  const request = requestOf(context, operation);
  const parameters = request ? [requestParameter(context, request), options] : [options];
  const start = statement(
    `const waiter = await this.${name}(${request ? "request, " : ""}options)`,
  );
  return method(
    `${name}AndWait`,
    parameters,
    `Promise<${resultText(context, operation)}>`,
    [start, statement("return waiter.result(options)")],
    true,
  );
}

function dataPlaneMethod(context: ServiceContext, operation: Operation): string {
  const { dataPlane } = operation;
  if (!dataPlane) return "";
  const lookup = lookupService(context, dataPlane.infoMethod);
  const module = `./${serviceFile(lookup.name)}.gen.js`;
  const isOwn = lookup === context.service;
  const target = isOwn
    ? "this"
    : `new ${context.imports.value(module, lookup.name, lookup.name)}(this.api)`;
  const info = pollOf(lookup, dataPlane.infoMethod);
  const subject = `{ ${dataPlane.infoArguments.join(", ")} }`;
  return method(
    methodName(operation),
    callParameters(context, operation),
    `Promise<${responseText(context, operation)}>`,
    [
      ...requestSnapshot(dataPlane.infoArguments),
      statement(`const lookup = ${target}`),
      statement([
        "return this.api.dataPlane",
        parenthesized([
          descriptorName(operation),
          "request",
          `(lookupOptions) => lookup.${methodName(info)}(${subject}, lookupOptions)`,
          "options",
        ]),
      ]),
    ],
  );
}

/** The service that reports a data-plane address: this one, or the one that it is named after. */
function lookupService(context: ServiceContext, infoMethod: string): ServiceContext["service"] {
  const plain = context.service.name.replace("DataPlane", "");
  const found = [context.service, ...context.plan.source.services].find(
    ({ name, operations }) =>
      (name === plain || name === context.service.name) &&
      operations.some((operation) => operation.name === infoMethod),
  );
  if (found) return found;
  throw new Error(`${context.service.name} looks up ${infoMethod}, which ${plain} does not have`);
}

function itemType(operation: Operation): TypeRef {
  const { paging, response } = operation;
  if (paging) return paging.itemType;
  const type = response.type ?? ({ kind: "primitive", name: "any" } as const);
  return type.kind === "array" ? type.of : type;
}

function callParameters(context: ServiceContext, operation: Operation): readonly string[] {
  const request = requestOf(context, operation);
  const options = `options?: ${context.types.runtime("CallOptions")}`;
  return request ? [requestParameter(context, request), options] : [options];
}

function requestParameter(context: ServiceContext, request: RequestType): string {
  return `request: ${context.types.own(request.name)}${request.optional ? " = {}" : ""}`;
}

/** A method of a class; its body's statements are laid out already. */
export function method(
  name: string,
  parameters: readonly Doc[],
  result: string,
  body: readonly string[],
  isAsync = false,
): string {
  const head = [`${isAsync ? "async " : ""}${name}`, parenthesized(parameters), `: ${result} {`];
  return `${layOut(head, 1)}\n${body.join("")}  }\n`;
}

/** One statement of a method's body. */
export function statement(doc: Doc): string {
  return `${layOut([doc, ";"], 2)}\n`;
}
