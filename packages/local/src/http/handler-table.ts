import type { Handlers } from "../contract/index.js";
import type { RequestContext } from "./context.js";
import type { Operation } from "./operation.js";

/** Handlers of some services, and of some operations of each. */
export type HandlerSet = {
  readonly [Service in keyof Handlers]?: Partial<Handlers[Service]>;
};

/** A handler as the server calls it. */
export type Handler = (request: object, context: RequestContext) => unknown;

/** Puts something before a handler, or behind it; the first argument is the operation's id. */
export type WrapHandler = (operation: string, handler: Handler) => Handler;

/** The handlers of one workspace, or of the account, by operation id. */
export class HandlerTable {
  readonly #handlers = new Map<string, Handler>();
  readonly #wrap: WrapHandler;

  /**
   * @param wrap is applied to each handler once. Default: they are called as they are
   * @throws Error when an operation is served twice
   */
  constructor(sets: readonly HandlerSet[], wrap: WrapHandler = (_operation, handler) => handler) {
    this.#wrap = wrap;
    for (const [service, handlers] of sets.flatMap((set) => Object.entries(set))) {
      for (const method of methodsOf(handlers)) this.#add(service, handlers, method);
    }
  }

  get(operation: Operation): Handler | undefined {
    return this.#handlers.get(operation.id);
  }

  #add(service: string, handlers: object, method: string): void {
    const id = `${service}.${method}`;
    const handler = (handlers as Readonly<Record<string, unknown>>)[method];
    if (typeof handler !== "function") return;
    if (this.#handlers.has(id)) throw new Error(`two handlers are registered for ${id}`);
    this.#handlers.set(
      id,
      this.#wrap(id, (request, context) => handler.call(handlers, request, context) as unknown),
    );
  }
}

/** Own functions, and those of a class. */
function methodsOf(handlers: object): readonly string[] {
  const prototype = Object.getPrototypeOf(handlers) as object | null;
  const inherited =
    prototype && prototype !== Object.prototype ? Object.getOwnPropertyNames(prototype) : [];
  return [...Object.keys(handlers), ...inherited].filter((name) => name !== "constructor");
}
