import {
  type LongRunning,
  type LongRunningFacts,
  type MethodFacts,
  type NamedWaiter,
  type ParameterFacts,
  type WaitFacts,
  type Waiting,
} from "../model/index.js";
import { optionalTypeRef, typeRef } from "./type-refs.js";

type Methods = Readonly<Record<string, MethodFacts>>;

/** The waiting of an operation, its arguments by their names on the wire. */
export function toWaiting(wait: WaitFacts, method: MethodFacts, methods: Methods): Waiting {
  const poll = methods[wait.poll_method];
  const pollArguments: Record<string, Waiting["pollArguments"][string]> = {};
  for (const [key, source] of Object.entries(wait.poll_args)) {
    pollArguments[wireName(key, poll?.params)] =
      "response" in source
        ? { from: "response", field: source.response }
        : { from: "request", field: wireName(source.request, method.params) };
  }
  return {
    pollMethod: wait.poll_method,
    pollArguments,
    waitMethod: wait.wait_method,
    status: wait.status_path,
    message: wait.message_path,
    success: wait.success,
    failure: wait.failure,
    minutes: wait.timeout_minutes,
    result: typeRef(wait.result),
  };
}

function wireName(key: string, parameters: Readonly<Record<string, ParameterFacts>> = {}): string {
  return parameters[key]?.wire ?? key;
}

/**
 * The waiters of a service that are called with ids alone. Their ids come from the caller, so every
 * argument of the poll is taken from the request.
 */
export function namedWaiters(methods: Methods): NamedWaiter[] {
  const waiters = new Map<string, NamedWaiter>();
  for (const method of Object.values(methods)) {
    if (method.lro?.kind !== "wait" || waiters.has(method.lro.wait_method)) continue;
    const waiting = toWaiting(method.lro, method, methods);
    const pollArguments = Object.fromEntries(
      Object.keys(waiting.pollArguments).map((wire) => [wire, { from: "request", field: wire }]),
    ) as Waiting["pollArguments"];
    const name = waiting.waitMethod;
    waiters.set(name, { name, waiting: { ...waiting, pollArguments } });
  }
  return [...waiters.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Makes an operation object's facts what the emitters see. */
export function toLongRunning(operation: LongRunningFacts): LongRunning {
  return {
    pollMethod: operation.poll_method,
    operationType: typeRef(operation.operation_type),
    result: optionalTypeRef(operation.result),
    metadata: optionalTypeRef(operation.metadata),
  };
}
