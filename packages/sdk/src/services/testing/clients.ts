import { AccountClient } from "../../clients/account-client.gen.js";
import { WorkspaceClient } from "../../clients/workspace-client.gen.js";
import type { ServiceClient } from "../../api-client/index.js";
import { FakeTransport } from "./fake-transport.js";
import { camelCase, type Operation, type Reached } from "./reach.js";
import { virtualClock } from "./virtual-clock.js";

export const host = "https://fake.cloud.databricks.com";
/** What the configuration knows, as paths need it. */
export const config = { account_id: "acc-1/ä" } as const;

export interface Fixture {
  readonly transport: FakeTransport;
  readonly workspace: WorkspaceClient;
  readonly account: AccountClient;
}

/** Both clients on one fake service. */
export function fixture(workspaceId?: string): Fixture {
  const transport = new FakeTransport();
  const shared = { host, token: "t", transport, clock: virtualClock(), env: {}, workspaceId };
  return {
    transport,
    workspace: new WorkspaceClient(shared),
    account: new AccountClient({ ...shared, accountId: config.account_id }),
  };
}

type Method = (request: object, options?: object) => unknown;

/** Calls the method of an operation on the client property that reaches it. */
export function callThrough(clients: Fixture, reached: Reached, request: object): unknown {
  let target: unknown = clients[reached.client];
  for (const property of reached.properties) {
    target = (target as Readonly<Record<string, unknown>>)[property];
  }
  return callOn(target as object, reached.operation, request);
}

/** Calls the method of an operation on a service. */
export function callOn(service: object, operation: Operation, request: object): unknown {
  const method = member(service, camelCase(operation.name));
  return operation.parameters.length === 0 ? method({}) : method(request);
}

/** A method of a service by its name. */
export function member(service: object, name: string): Method {
  const found = (service as Readonly<Record<string, unknown>>)[name];
  if (typeof found === "function") return found.bind(service) as Method;
  throw new Error(`no method ${name}`);
}

/** The generated class of a service, without what extensions add. */
export async function generatedService(
  packageName: string,
  name: string,
  api: ServiceClient,
): Promise<object> {
  const module = (await import(`../${packageName}/index.gen.ts`)) as Readonly<
    Record<string, new (api: ServiceClient) => object>
  >;
  const Service = module[name];
  if (Service === undefined) throw new Error(`${packageName} does not export ${name}`);
  return new Service(api);
}
