import {
  extension,
  type LongRunningFacts,
  snakeCase,
  type TypeNotation,
  type WaitFacts,
} from "../model/index.js";
import { type Cursor, pointerParts } from "./cursor.js";
import type { Inputs } from "./inputs.js";
import { readType } from "./schema.js";

/** What is known of an operation before its own waiting is read. */
export interface KnownOperation {
  readonly inputs: Inputs;
  readonly responseType: TypeNotation | null;
}

/** The operations of the document by id. */
export type OperationLookup = (id: string) => KnownOperation | undefined;

/** How an operation goes on after its answer, from its link; null when it does not. */
export function readWaiting(
  operation: Cursor,
  own: KnownOperation,
  home: string,
  operations: OperationLookup,
): WaitFacts | LongRunningFacts | null {
  const links = operation.at("responses").at("200").find("links");
  const [entry, ...others] = links?.entries() ?? [];
  if (entry === undefined) return null;
  const [name, link] = entry;
  if (others.length > 0) return link.fail("is not the only link");
  const pollId = link.at("operationId").string();
  const poll = operations(pollId) ?? link.at("operationId").fail("names no operation");
  const pollMethod = snakeCase(pollId.slice(pollId.lastIndexOf(".") + 1));
  const running = link.find(extension.longRunning);
  if (running !== undefined) return readLongRunning(running, own, home, pollMethod);
  if (poll.responseType === null) return link.fail("polls an operation without a result");
  return {
    kind: "wait",
    wait_method: name,
    poll_method: pollMethod,
    poll_args: readArguments(link.at("parameters"), own.inputs, poll.inputs),
    ...readStates(link.at(extension.wait)),
    result: poll.responseType,
  };
}

type States = Pick<
  WaitFacts,
  "status_path" | "message_path" | "success" | "failure" | "timeout_minutes"
>;

function readStates(wait: Cursor): States {
  const message = wait.text("message");
  return {
    status_path: pointerParts(wait.at("status").string()),
    message_path: message === undefined ? null : pointerParts(message),
    success: wait.at("success").strings(),
    failure: wait.at("failure").strings(),
    timeout_minutes: wait.at("minutes").number(),
  };
}

const expression = /^\$(?:(response)\.body#\/|request\.(?:body#\/|path\.|query\.))([^/]+)$/;

function readArguments(parameters: Cursor, own: Inputs, poll: Inputs): WaitFacts["poll_args"] {
  const entries = parameters.entries().map(([wire, source]) => {
    const match = expression.exec(source.string());
    const [, response, field = ""] = match ?? source.fail("is no runtime expression");
    const key = keyOf(poll, wire) ?? source.fail("is no parameter of the polled operation");
    if (response !== undefined) return [key, { response: field }] as const;
    return [key, { request: keyOf(own, field) ?? source.fail("names no parameter") }] as const;
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function keyOf(inputs: Inputs, wire: string): string | undefined {
  return Object.entries(inputs.params).find(([key, facts]) => (facts.wire ?? key) === wire)?.[0];
}

function readLongRunning(
  running: Cursor,
  own: KnownOperation,
  home: string,
  pollMethod: string,
): LongRunningFacts {
  const result = running.find("result");
  const metadata = running.find("metadata");
  return {
    kind: "operation",
    operation_type: own.responseType ?? running.fail("belongs to no operation object"),
    poll_method: pollMethod,
    poll_args: { name: { operation: "name" } },
    done_path: ["done"],
    error_path: ["error"],
    response_path: ["response"],
    metadata_path: ["metadata"],
    result: result === undefined ? null : readType(result, home),
    metadata: metadata === undefined ? null : readType(metadata, home),
  };
}
