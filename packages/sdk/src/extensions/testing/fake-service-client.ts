import type { CallOptions, Operation, ServiceClient } from "../../api-client/index.js";
import type { ApiErrorInit } from "../../errors/index.js";
import type { Clock } from "../../internal/index.js";
import { followPages, Paged } from "../../paging/index.js";
import { createWaiter } from "../../waiting/index.js";

/** One call as the fake saw it; `request` is a copy. */
export interface SeenCall {
  readonly path: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly options: CallOptions;
}

/** Answers a call, or throws. */
export type Handler = (request: Readonly<Record<string, unknown>>) => unknown;

/** A client whose operations are answered by the handler of their path, on a clock that jumps. */
export interface FakeServiceClient extends ServiceClient {
  readonly calls: SeenCall[];
  /** Milliseconds that waiting has taken. */
  readonly elapsed: () => number;
}

/** What a test gives beside handlers, where the code under test needs it. */
export type FakeParts = Partial<Pick<ServiceClient, "request" | "storage">> & {
  /** Attributes of the configuration. */
  readonly config?: Partial<ServiceClient["config"]>;
};

export function fakeServiceClient(
  handlers: Readonly<Record<string, Handler>>,
  parts: FakeParts = {},
): FakeServiceClient {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      now += milliseconds;
    },
  };
  const calls: SeenCall[] = [];
  const call = async <T>(
    { path }: Operation,
    request: object = {},
    options: CallOptions = {},
  ): Promise<T> => {
    const copy = structuredClone(request) as Record<string, unknown>;
    calls.push({ path, request: copy, options });
    const handler = handlers[path];
    if (handler === undefined) throw new Error(`no handler for ${path}`);
    return (await handler(copy)) as T;
  };
  const notFaked = (): never => {
    throw new Error("not faked");
  };
  const client: FakeServiceClient = {
    config: { ...parts.config } as ServiceClient["config"],
    runtime: { clock, random: () => 0, transport: { send: notFaked } },
    request: parts.request ?? notFaked,
    storage: parts.storage ?? notFaked,
    calls,
    elapsed: () => now,
    call,
    list: (operation, request, options) =>
      new Paged(() =>
        followPages(operation.paging, request, (page) => call(operation, page, options)),
      ),
    waiter: (waiting, response, poll) =>
      createWaiter({ waiting, response, poll, clock, random: () => 0 }),
    operation: notFaked,
    dataPlane: notFaked,
    withUserAgentExtra: () => client,
  };
  return client;
}

/** What an error of the service needs to be made, where only its class matters. */
export const errorInit: ApiErrorInit = {
  status: 400,
  errorCode: "",
  details: { raw: [] },
  method: "GET",
  path: "/",
  attempts: 1,
};
