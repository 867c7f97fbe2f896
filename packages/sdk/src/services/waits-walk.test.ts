import { describe, expect, it } from "vitest";
import { OperationFailed, OperationTimeout } from "../errors/index.js";
import { callOn, fixture, type Fixture, generatedService, member } from "./testing/clients.js";
import { canonical } from "./testing/expected.js";
import type { Answer } from "./testing/fake-transport.js";
import { forEachOperation } from "./testing/for-each.js";
import { camelCase, model, type Operation, type Service } from "./testing/reach.js";
import { sample, sampleRequest } from "./testing/sample.js";

interface Case {
  readonly service: Service;
  readonly operation: Operation;
}

interface AnyWaiter {
  readonly response: unknown;
  result(options?: object): Promise<unknown>;
}

type Fields = Record<string, unknown>;
type Waiting = NonNullable<Operation["waiting"]>;

const all: readonly Case[] = model.packages.flatMap(({ services }) =>
  services.flatMap((service) => service.operations.map((operation) => ({ service, operation }))),
);

function casesBy(choose: (operation: Operation) => boolean): Map<string, Case[]> {
  const chosen = all.filter(({ operation }) => choose(operation));
  const groups = new Map<string, Case[]>();
  for (const each of chosen) {
    groups.set(each.service.package, [...(groups.get(each.service.package) ?? []), each]);
  }
  return groups;
}

async function serviceOf({ account }: Fixture, { service }: Case): Promise<object> {
  return generatedService(service.package, service.name, account.apiClient);
}

/** A full value of the polled type in a state. */
function inState(waiting: Waiting, state: string): Fields {
  const value = structuredClone(sample(waiting.result, "value", true)) as Fields;
  const [last = "", ...above] = waiting.status.toReversed();
  const holder = above.toReversed().reduce((inner, name) => (inner[name] ??= {}) as Fields, value);
  holder[last] = state;
  return value;
}

function startAnswer({ response }: Operation): Answer {
  if (response.kind === "none" || response.type === null) return { body: "" };
  return { body: canonical(sample(response.type, "started")) };
}

function polls(...values: readonly unknown[]): readonly Answer[] {
  return values.map((value) => ({ body: canonical(value) }));
}

describe("waiting for a state", () => {
  const waits = casesBy(({ waiting }) => waiting !== null);

  it.each([...waits])("%s", async (_name, cases) => {
    await forEachOperation(cases, async (each) => {
      const { waiting } = each.operation;
      if (waiting === null) return;
      await endsWell(each, waiting);
      await endsInShortcut(each, waiting);
      await endsBadly(each, waiting);
      await endsInTime(each, waiting);
    });
  });

  async function start(
    clients: Fixture,
    each: Case,
    answers: readonly Answer[],
  ): Promise<AnyWaiter> {
    clients.transport.answerInTurn(startAnswer(each.operation), ...answers);
    const service = await serviceOf(clients, each);
    return (await callOn(service, each.operation, sampleRequest(each.operation))) as AnyWaiter;
  }

  async function endsWell(each: Case, waiting: Waiting): Promise<void> {
    for (const state of waiting.success) {
      const clients = fixture();
      const end = inState(waiting, state);
      const answers = polls(inState(waiting, "ON_THE_WAY"), inState(waiting, "NEW"), end);
      const waiter = await start(clients, each, answers);
      expect(clients.transport.sent, "requests before anybody waits").toHaveLength(1);
      expect(await waiter.result()).toEqual(end);
      expect(clients.transport.sent).toHaveLength(4);
      expectPolled(clients, each, waiting);
    }
  }

  /** Each poll carries what the request or the response said. */
  function expectPolled(
    { transport }: Fixture,
    { service, operation }: Case,
    waiting: Waiting,
  ): void {
    const poll = service.operations.find(({ name }) => name === waiting.pollMethod);
    const response = operation.response.type ? sample(operation.response.type, "started") : {};
    const sources = { request: sampleRequest(operation), response: response as Fields };
    const url = decodeURIComponent(transport.sent[1]?.url ?? "");
    expect(transport.sent[1]?.method).toBe(poll?.verb);
    for (const { from, field } of Object.values(waiting.pollArguments)) {
      expect(url, field).toContain(String(sources[from][field]));
    }
  }

  async function endsInShortcut(each: Case, waiting: Waiting): Promise<void> {
    const clients = fixture();
    const end = inState(waiting, waiting.success[0] ?? "");
    clients.transport.answerInTurn(startAnswer(each.operation), ...polls(end));
    const shortcut = member(
      await serviceOf(clients, each),
      `${camelCase(each.operation.name)}AndWait`,
    );
    expect(await shortcut(sampleRequest(each.operation))).toEqual(end);
  }

  async function endsBadly(each: Case, waiting: Waiting): Promise<void> {
    for (const state of waiting.failure) {
      const waiter = await start(fixture(), each, polls(inState(waiting, state)));
      const error = await waiter.result().catch((failed: unknown) => failed);
      expect(error, state).toBeInstanceOf(OperationFailed);
      expect(error).toMatchObject({ state, value: inState(waiting, state) });
    }
  }

  async function endsInTime(each: Case, waiting: Waiting): Promise<void> {
    const waiter = await start(fixture(), each, polls(inState(waiting, "ON_THE_WAY")));
    const error = await waiter.result().catch((failed: unknown) => failed);
    expect(error).toBeInstanceOf(OperationTimeout);
    expect(error).toMatchObject({ elapsed: waiting.minutes * 60_000 });
  }

  it.each([...waits])("%s, by ids alone", async (_name, cases) => {
    for (const service of new Set(cases.map((each) => each.service))) {
      for (const { name, waiting } of service.waiters) {
        const clients = fixture();
        const end = inState(waiting, waiting.success[0] ?? "");
        clients.transport.answerInTurn(...polls(inState(waiting, "ON_THE_WAY"), end));
        const target = await generatedService(
          service.package,
          service.name,
          clients.account.apiClient,
        );
        const ids = Object.keys(waiting.pollArguments).map((id) => [id, `the ${id}`] as const);
        const argument = ids.length === 1 ? ids[0]?.[1] : Object.fromEntries(ids);
        const wait = member(target, camelCase(name)) as unknown as (
          ids: unknown,
        ) => Promise<unknown>;
        expect(await wait(argument), name).toEqual(end);
        for (const [, id] of ids) {
          expect(decodeURIComponent(clients.transport.sent[1]?.url ?? ""), name).toContain(id);
        }
      }
    }
  });
});

describe("waiting for an operation object", () => {
  const operations = casesBy(({ longRunning }) => longRunning !== null);
  const metadata = { progress: 9007199254740993n, a_field_of_tomorrow: [true] };
  const going = { name: "operations/ä 1", done: false, metadata };

  async function start(
    clients: Fixture,
    each: Case,
    ...ends: readonly unknown[]
  ): Promise<AnyWaiter> {
    clients.transport.answerInTurn(...polls(going, going, ...ends));
    const service = await serviceOf(clients, each);
    return (await callOn(service, each.operation, sampleRequest(each.operation))) as AnyWaiter;
  }

  it.each([...operations])("%s", async (_name, cases) => {
    await forEachOperation(cases, async (each) => {
      const { longRunning } = each.operation;
      const response = longRunning?.result ? sample(longRunning.result, "value", true) : undefined;
      const clients = fixture();
      const waiter = await start(clients, each, { ...going, done: true, response });
      expect(waiter.response).toEqual(going);
      const seen: unknown[] = [];
      const onProgress = (state: unknown): void => void seen.push(state);
      expect(await waiter.result({ onProgress })).toEqual(response);
      expect(seen.at(0)).toEqual(going);
      expect(clients.transport.sent).toHaveLength(3);
      expect(decodeURIComponent(clients.transport.sent[1]?.url ?? "")).toContain(going.name);

      const error = { error_code: "ABORTED", message: "gave up" };
      const failed = await start(fixture(), each, { ...going, done: true, error });
      const thrown = await failed.result().catch((reason: unknown) => reason);
      expect(thrown).toBeInstanceOf(OperationFailed);
      expect(thrown).toMatchObject({ state: "ABORTED" });
    });
  });
});
