import type { NamedWaiter, Operation, Waiting } from "../model/index.js";
import { isVariableName, propertyAccess, propertyName, requestFields } from "../plan/index.js";
import { group, indent, layOut, line, parenthesized } from "./layout.js";
import {
  declarationOf,
  methodName,
  pollOf,
  requestOf,
  type ServiceContext,
  waitingName,
} from "./service-context.js";

/** A call of a poll: the method, and its request as an expression. */
export interface PollCall {
  readonly method: string;
  readonly argument: string;
}

/** The indentation of a generated method's body. */
const bodyDepth = 2;
const width = 100;
const pollOptions = "(pollOptions) =>";

/** Names that a generated method gives to something else. */
const localNames = new Set(["options", "pollOptions", "request", "response", "waiter", "lookup"]);

/**
 * Takes the fields that a wait needs out of the request before it is sent, so that a caller who
 * reuses the request object does not change what is polled.
 */
export function requestSnapshot(fields: readonly string[]): readonly string[] {
  const kept = [...new Set(fields)].filter(isLocal);
  return kept.length === 0 ? [] : [`    const { ${kept.join(", ")} } = request;\n`];
}

function isLocal(field: string): boolean {
  return isVariableName(field) && !localNames.has(field);
}

/** The poll of a wait that an operation has started. */
export function pollCall(
  context: ServiceContext,
  operation: Operation,
  waiting: Waiting,
): PollCall {
  const poll = pollOf(context.service, waiting.pollMethod);
  const response = declarationOf(context.plan, operation.response.type);
  const pollFields = requestFields(poll);
  const entries = Object.entries(waiting.pollArguments).map(([argument, { from, field }]) => {
    const isNeeded = pollFields.find(({ wire }) => wire === argument)?.required === true;
    const own = from === "request" ? requestFields(operation) : fieldsOf(response);
    const isGiven = own.find(({ wire }) => wire === field)?.required === true;
    const local = from === "request" && isLocal(field);
    const value = local ? field : `${from}${propertyAccess(field)}`;
    const sure = isNeeded && !isGiven ? `${value}!` : value;
    return sure === argument ? argument : `${propertyName(argument)}: ${sure}`;
  });
  return { method: methodName(poll), argument: `{ ${entries.join(", ")} }` };
}

function fieldsOf(
  type: ReturnType<typeof declarationOf>,
): readonly { readonly wire: string; readonly required: boolean }[] {
  return type?.kind === "object" ? type.fields : [];
}

/** The parameter of a wait by ids alone, and the poll that it makes. */
export function namedPoll(
  context: ServiceContext,
  { waiting }: NamedWaiter,
): { readonly parameter: string; readonly poll: PollCall } {
  const poll = pollOf(context.service, waiting.pollMethod);
  const names = Object.keys(waiting.pollArguments);
  const fields = requestFields(poll);
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const field = fields.find(({ wire }) => wire === only);
    const type = field ? context.types.text(field.type) : "string";
    const name = isLocal(only) ? only : "id";
    const argument = name === only ? `{ ${only} }` : `{ ${propertyName(only)}: ${name} }`;
    return { parameter: `${name}: ${type}`, poll: { method: methodName(poll), argument } };
  }
  const request = requestOf(context, poll);
  const whole = request ? context.types.own(request.name) : "object";
  const picked = names.map((name) => JSON.stringify(name)).join(" | ");
  const type = fields.length === names.length ? whole : `Pick<${whole}, ${picked}>`;
  return { parameter: `ids: ${type}`, poll: { method: methodName(poll), argument: "ids" } };
}

/**
 * `return this.api.waiter(UNTIL_RUNNING, response, (pollOptions) => ...);` on one line, or with the
 * poll on a line of its own, or with each argument on one.
 */
export function callWithPoll(
  callee: string,
  first: readonly string[],
  poll: PollCall,
  last: readonly string[] = [],
): string {
  const body = [`this.${poll.method}`, parenthesized([poll.argument, "pollOptions"])];
  const start = "  ".repeat(bodyDepth);
  const head = `${start}${callee}(${[...first, pollOptions].join(", ")}`;
  const rest = last.map((argument) => `, ${argument}`).join("");
  const flat = `${head} this.${poll.method}(${poll.argument}, pollOptions)${rest});`;
  if (flat.length <= width) return `${flat}\n`;
  if (head.length <= width && last.length === 0) {
    return `${head}\n${layOut(body, bodyDepth + 1)},\n${start});\n`;
  }
  const callback = group([pollOptions, indent([line, body])]);
  const parts = [...first, callback, ...last].map((part) => `${layOut(part, bodyDepth + 1)},\n`);
  return `${start}${callee}(\n${parts.join("")}${start});\n`;
}

/** The name of the descriptor of a named wait. */
export function namedWaiting(waiter: NamedWaiter): string {
  return waitingName(waiter.waiting.waitMethod);
}
