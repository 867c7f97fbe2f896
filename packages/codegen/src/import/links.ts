import {
  extension,
  type LongRunningFacts,
  type MethodFacts,
  operationId,
  type PackageFacts,
  type WaitFacts,
} from "../model/index.js";
import { type Json, present, typeSchema } from "./schema.js";

/** The Link Object of an operation that goes on after its answer: how to ask how far it is. */
export function linkObjects(
  id: string,
  method: MethodFacts,
  facts: PackageFacts,
): Json | undefined {
  const lro = method.lro;
  if (lro === null) return undefined;
  const [home = "", service = ""] = id.split(".");
  const poll = facts.services[service]?.methods[lro.poll_method];
  if (poll === undefined) throw new Error(`${id} polls an unknown method: ${lro.poll_method}`);
  const parameters: Record<string, string> = {};
  for (const [key, source] of Object.entries(lro.poll_args)) {
    parameters[poll.params[key]?.wire ?? key] = expression(source, method);
  }
  const link = { operationId: operationId(home, service, lro.poll_method), parameters };
  return lro.kind === "wait"
    ? { [lro.wait_method]: { ...link, [extension.wait]: waitFacts(lro) } }
    : { operation: { ...link, [extension.longRunning]: longRunningFacts(lro, home) } };
}

type Source =
  | { readonly request: string }
  | { readonly response: string }
  | { readonly operation: string };

/** A runtime expression of OpenAPI: where the value of a poll's argument comes from. */
function expression(source: Source, method: MethodFacts): string {
  if ("response" in source) return `$response.body#/${source.response}`;
  if ("operation" in source) return `$response.body#/${source.operation}`;
  const parameter = method.params[source.request];
  if (parameter === undefined) throw new Error(`A poll needs an unknown field: ${source.request}`);
  const wire = parameter.wire ?? source.request;
  return parameter.in === "body" ? `$request.body#/${wire}` : `$request.${parameter.in}.${wire}`;
}

function waitFacts(wait: WaitFacts): Json {
  return present({
    status: pointer(wait.status_path),
    message: wait.message_path === null ? undefined : pointer(wait.message_path),
    success: wait.success,
    failure: wait.failure,
    minutes: wait.timeout_minutes,
  });
}

function longRunningFacts(operation: LongRunningFacts, home: string): Json {
  return present({
    result: operation.result === null ? undefined : typeSchema(operation.result, home),
    metadata: operation.metadata === null ? undefined : typeSchema(operation.metadata, home),
  });
}

/** A JSON pointer to a nested field. */
export function pointer(path: readonly string[]): string {
  return path.map((name) => `/${name}`).join("");
}
