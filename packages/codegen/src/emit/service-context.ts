import {
  camelCase,
  type NamedType,
  type Operation,
  type Service,
  type TypeRef,
} from "../model/index.js";
import { constantCase, type PackagePlan, type RequestType } from "../plan/index.js";
import type { Imports } from "./imports.js";
import type { TypeWriter } from "./type-text.js";

/** What the emitters of one service's file share. */
export interface ServiceContext {
  readonly plan: PackagePlan;
  readonly service: Service;
  readonly imports: Imports;
  readonly types: TypeWriter;
}

/** The name of an operation's descriptor: `LIST_NODE_TYPES`. */
export function descriptorName(operation: Operation): string {
  return constantCase(operation.name);
}

/** The name of a wait's descriptor: `wait_get_cluster_running` -> `UNTIL_CLUSTER_RUNNING`. */
export function waitingName(waitMethod: string): string {
  return `UNTIL_${constantCase(waitMethod.replace(/^wait_(get_)?/, ""))}`;
}

/** The name of an operation's method: `listNodeTypes`. */
export function methodName(operation: Operation): string {
  return camelCase(operation.name);
}

/** The type of what an operation takes; `undefined` when it takes nothing. */
export function requestOf(context: ServiceContext, operation: Operation): RequestType | undefined {
  return context.plan.requests.get(operation.id);
}

/** The operation of the same service that a wait polls. */
export function pollOf(service: Service, pollMethod: string): Operation {
  const poll = service.operations.find((operation) => operation.name === pollMethod);
  if (poll) return poll;
  throw new Error(`${service.package}.${service.name} polls ${pollMethod}, which it does not have`);
}

/** The declaration of a named type of the same package. */
export function declarationOf(plan: PackagePlan, type: TypeRef | null): NamedType | undefined {
  if (type?.kind !== "named" || type.package !== plan.source.name) return undefined;
  return plan.source.types.find(({ name }) => name === type.name);
}

/** The TypeScript type of what an operation responds with. */
export function responseText(context: ServiceContext, operation: Operation): string {
  const { kind, type } = operation.response;
  if (kind === "none" || (kind === "headers" && type === null)) return "void";
  return type === null ? "unknown" : context.types.text(type);
}
