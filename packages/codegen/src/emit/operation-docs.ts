import { camelCase, type Operation, type Waiting } from "../model/index.js";
import { type RequestField, requestFields } from "../plan/index.js";
import { joinWords, nameList } from "./doc-comment.js";

/** The paragraphs of an operation's docstring. */
export function operationDoc(operation: Operation): readonly string[] {
  return [
    operation.summary ?? "",
    addressLine(operation),
    parameterLine(requestFields(operation)) + madeUpLine(operation),
    progressLine(operation),
    ...tags(operation),
  ];
}

/** The paragraphs for the shortcut that starts an operation and waits for its end. */
export function andWaitDoc(operation: Operation): readonly string[] {
  const start = `{@link ${camelCase(operation.name)}}`;
  const end = operation.waiting
    ? `then polls until the state is ${states(operation.waiting.success)}`
    : "then polls the operation until it is done";
  return [`${start}, ${end}.`, ...tags(operation)];
}

/** The paragraphs for a wait that can be started with ids alone. */
export function namedWaiterDoc(waiting: Waiting): readonly string[] {
  return [`Polls {@link ${camelCase(waiting.pollMethod)}} ${until(waiting)}.`];
}

function addressLine(operation: Operation): string {
  if (operation.path !== null) return `\`${operation.verb} ${operation.path}\``;
  const looked = operation.dataPlane?.infoMethod ?? "";
  return `\`${operation.verb}\` to the data plane, at the address that \`${camelCase(looked)}\` reports.`;
}

function parameterLine(fields: readonly RequestField[]): string {
  const required = names(fields.filter((field) => field.required));
  const optional = names(fields.filter((field) => !field.required));
  const parts: string[] = [];
  if (required.length > 0) parts.push(`Required: ${nameList(required, required.length)}.`);
  if (optional.length > 0) parts.push(`Optional: ${nameList(optional, optional.length)}.`);
  return parts.join(" ");
}

function madeUpLine({ parameters }: Operation): string {
  const made = parameters.filter(({ generatedUuid }) => generatedUuid).map(({ wire }) => wire);
  const list = nameList(made, made.length);
  return made.length === 0 ? "" : ` A UUID is made up for ${list} when it is left out.`;
}

function names(fields: readonly RequestField[]): readonly string[] {
  return fields.map((field) => field.wire);
}

function progressLine(operation: Operation): string {
  const { paging, waiting, longRunning } = operation;
  if (waiting)
    return `The waiter polls {@link ${camelCase(waiting.pollMethod)}} ${until(waiting)}.`;
  if (longRunning) {
    const poll = `{@link ${camelCase(longRunning.pollMethod)}}`;
    return `The waiter polls ${poll} until the operation is done, with no limit of its own.`;
  }
  if (operation.response.kind === "list" || paging?.kind === "single") {
    return "The list comes in one response.";
  }
  return paging ? `${pageLine(paging.kind)}${defaultsLine(paging.defaults)}` : "";
}

function until(waiting: Waiting): string {
  const fails = waiting.failure.length > 0 ? `, and fails in ${states(waiting.failure)}` : "";
  return `until the state is ${states(waiting.success)}${fails}; default limit ${waiting.minutes} minutes`;
}

function states(values: readonly string[]): string {
  return joinWords(
    values.map((value) => `\`${value}\``),
    "or",
  );
}

function pageLine(kind: "token" | "offset" | "page" | "next_request"): string {
  switch (kind) {
    case "token":
    case "next_request":
      return "Further pages are fetched while the service names a next one.";
    case "offset":
    case "page":
      return "Further pages are fetched until one is empty.";
  }
}

function defaultsLine(defaults: Readonly<Record<string, number>>): string {
  const set = Object.entries(defaults).map(([name, value]) => `\`${name}\` to ${value}`);
  return set.length === 0 ? "" : ` Sets ${joinWords(set, "and")} unless given.`;
}

function tags(operation: Operation): readonly string[] {
  const deprecated = operation.deprecated ? ["@deprecated The API marks it as deprecated."] : [];
  return [...deprecated, `@see ${operation.reference}`];
}
