import { WorkspaceError } from "../errors/index.js";
import { redact } from "../journal/index.js";
import { Reply, type RequestContext } from "./context.js";
import { decodeRequest } from "./decode-request.js";
import { encodeReply, encodeResult, type EncodedResponse } from "./encode-response.js";
import type { Exchange } from "./exchange.js";
import type { Handler } from "./handler-table.js";
import { operationsOf, type Operation } from "./operation.js";
import type { Ports, Site } from "./ports.js";
import { rawRequest, RawRouter, type RawMatch } from "./raw-router.js";
import { Resolver, segmentsOf, type Resolved } from "./resolve.js";
import { Shapes } from "./shapes.js";

/** How a request will be served, once it is known what it asks for. */
export interface Service {
  /** Nobody needs to say who asks. */
  readonly public: boolean;
  /** @throws whatever the handler throws; WorkspaceError for a request that is not well-formed */
  serve(context: RequestContext): Promise<EncodedResponse>;
}

/** Finds what a request asks for and has it done. */
export class Dispatcher {
  readonly #ports: Ports;
  readonly #operations: readonly Operation[];
  readonly #resolver: Resolver;
  readonly #shapes: Shapes;
  readonly #rawRouters = new WeakMap<Site, RawRouter>();

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#operations = operationsOf(ports.routes);
    this.#shapes = new Shapes(ports.checks);
    this.#resolver = new Resolver(this.#operations, (operation) => {
      const site = ports.workspace();
      return site !== undefined && this.#handlerOf(operation, site) !== undefined;
    });
  }

  /** Every operation of the API, and whether it is served. */
  coverage(): readonly { readonly operation: string; readonly implemented: boolean }[] {
    return this.#operations.map((operation) => ({
      operation: operation.id,
      implemented: this.#resolver.implements(operation),
    }));
  }

  /** Finds what serves a request of a workspace, and notes on the exchange what it asks for. */
  find(exchange: Exchange, site: Site): Service {
    const raw = this.#findRaw(exchange, site) ?? this.#findRaw(exchange, this.#ports.account());
    if (raw) {
      const operation = this.#standsFor(raw);
      if (operation) exchange.note(operation);
      return {
        public: raw.route.public === true,
        serve: (context) => serveRaw(exchange, raw, context, this.#ports.bodyLimit),
      };
    }
    const resolved = this.#resolver.resolve(exchange.verb, exchange.path);
    exchange.note(resolved);
    return {
      public: false,
      serve: (context) => this.#serve(exchange, resolved, site, context),
    };
  }

  /** The operation that a raw route serves by another path. */
  #standsFor({ route, values }: RawMatch): Resolved | undefined {
    if (route.operation === undefined) return undefined;
    const operation = this.#operations.find(({ id }) => id === route.operation);
    return operation && { operations: [operation], operation, implemented: true, values };
  }

  #findRaw(exchange: Exchange, site: Site): RawMatch | undefined {
    let router = this.#rawRouters.get(site);
    if (!router) this.#rawRouters.set(site, (router = new RawRouter(site.rawRoutes)));
    return router.find(exchange.verb, segmentsOf(exchange.path));
  }

  #handlerOf(operation: Operation, site: Site): Handler | undefined {
    const account = this.#ports.account();
    const [first, second] = operation.level === "account" ? [account, site] : [site, account];
    return first.handlers.get(operation) ?? second.handlers.get(operation);
  }

  async #serve(
    exchange: Exchange,
    resolved: Resolved | undefined,
    site: Site,
    context: RequestContext,
  ): Promise<EncodedResponse> {
    if (!resolved) throw notFound(exchange);
    const { operation, values } = resolved;
    const handler = this.#handlerOf(operation, site);
    if (!handler) throw notImplemented(exchange);
    checkAccount(values["account_id"], context.accountId);
    const check = await this.#shapes.check(operation.id);
    const encoded = { body: exchange.body, values, query: exchange.query };
    const limit = this.#ports.bodyLimit;
    const request = await decodeRequest(operation, check, this.#shapes, encoded, limit);
    exchange.fields = redact(request);
    return encodeResult(await handler(request, context), check);
  }
}

/** Serves an endpoint beside the API table. */
export async function serveRaw(
  exchange: Exchange,
  { route, values }: RawMatch,
  context: RequestContext,
  limit: number,
): Promise<EncodedResponse> {
  const result = await route.handle(rawRequest(exchange, values, limit), context);
  return encodeReply(result instanceof Reply ? result : new Reply(200, result ?? {}));
}

/** The error for a path at which nothing is known. */
export function notFound({ verb, path }: Exchange): WorkspaceError {
  return new WorkspaceError("ENDPOINT_NOT_FOUND", `No API found for '${verb} ${path}'`);
}

function notImplemented(exchange: Exchange): WorkspaceError {
  exchange.unimplemented = true;
  const ids = exchange.operations.map(({ id }) => id).join(", ");
  const text = `The local workspace does not implement ${ids} yet`;
  return new WorkspaceError("NOT_IMPLEMENTED", text);
}

function checkAccount(asked: string | undefined, accountId: string): void {
  if (asked === undefined || asked === accountId) return;
  const text = `Account ${asked} does not exist; this server's account is ${accountId}`;
  throw new WorkspaceError("NOT_FOUND", text);
}
