import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../http/index.js";
import { callOn, fixture, type Fixture, generatedService } from "./testing/clients.js";
import { canonical, readExactJson } from "./testing/expected.js";
import { forEachOperation } from "./testing/for-each.js";
import { pagesOf } from "./testing/pages.js";
import {
  declarationOf,
  model,
  type Operation,
  type Service,
  type TypeRef,
} from "./testing/reach.js";
import { bigInteger, sample, sampleRequest } from "./testing/sample.js";

interface Case {
  readonly service: Service;
  readonly operation: Operation;
}

function casesIn(packageName: string, choose: (operation: Operation) => boolean): readonly Case[] {
  const services = model.packages.find(({ name }) => name === packageName)?.services ?? [];
  return services.flatMap((service) =>
    service.operations.filter(choose).map((operation) => ({ service, operation })),
  );
}

function packagesWith(choose: (operation: Operation) => boolean): readonly string[] {
  return model.packages.map(({ name }) => name).filter((name) => casesIn(name, choose).length > 0);
}

const isList = ({ paging, response }: Operation): boolean =>
  paging !== null || response.kind === "list";
const returnsJson = (operation: Operation): boolean =>
  operation.response.kind === "json" && !isList(operation) && operation.dataPlane === null;

async function call(
  { transport, account }: Fixture,
  { service, operation }: Case,
  request: object,
) {
  transport.sent.length = 0;
  const target = await generatedService(service.package, service.name, account.apiClient);
  return callOn(target, operation, request);
}

/** What came of a call: the started operation's response, where it is waited for. */
function valueOf(operation: Operation, result: unknown): unknown {
  if (operation.waiting === null && operation.longRunning === null) return result;
  return (result as { readonly response: unknown }).response;
}

/** The value of a request's field, in the query or the body. */
function fieldOf(request: HttpRequest, field: string): unknown {
  const body = typeof request.body === "string" ? readExactJson(request.body) : {};
  const inBody = (body as Readonly<Record<string, unknown>>)[field];
  return inBody ?? new URL(request.url).searchParams.get(field) ?? undefined;
}

describe("nothing in a response is lost", () => {
  it.each(packagesWith(returnsJson))("%s", async (name) => {
    const clients = fixture();
    await forEachOperation(casesIn(name, returnsJson), async (each) => {
      const { response } = each.operation;
      const full = response.type === null ? {} : sample(response.type, "value", true);
      clients.transport.answer = () => ({
        body: canonical(full),
        headers: headersOf(response.type),
      });
      const result = await call(clients, each, sampleRequest(each.operation));
      expect(valueOf(each.operation, result)).toEqual({
        ...(full as object),
        ...headerValues(response.type),
      });
    });
  });

  it("holds integers that a number can't, fields and values that nobody knows yet", () => {
    const type: TypeRef = { kind: "named", package: "jobs", name: "Run" };
    const text = canonical(sample(type, "run", true));
    expect(text).toContain(`"job_id":${bigInteger}`);
    expect(text).toContain('"a_field_of_tomorrow"');
    expect(text).toContain('"life_cycle_state":"A_VALUE_OF_TOMORROW"');
  });
});

describe("every list goes over all of its pages", () => {
  it.each(packagesWith(isList))("%s", async (name) => {
    const clients = fixture();
    await forEachOperation(casesIn(name, isList), async (each) => {
      const { answers, items, field, positions } = pagesOf(each.operation);
      const request = { ...sampleRequest(each.operation) };
      if (field !== null) delete request[field];
      const list = (await call(clients, each, request)) as { toArray(): Promise<unknown[]> };
      expect(clients.transport.sent, "requests before the first item is wanted").toEqual([]);
      clients.transport.answerInTurn(...answers);
      expect(await list.toArray()).toEqual(items);
      const sent = clients.transport.sent.map((page) =>
        field === null ? undefined : fieldOf(page, field),
      );
      expect(sent.map(textOf)).toEqual(positions.map(textOf));
    });
  });

  it.each(packagesWith(({ paging }) => Object.keys(paging?.defaults ?? {}).length > 0))(
    "%s, with the defaults that it needs",
    async (name) => {
      const clients = fixture();
      const withDefaults = casesIn(
        name,
        ({ paging }) => Object.keys(paging?.defaults ?? {}).length > 0,
      );
      await forEachOperation(withDefaults, async (each) => {
        const defaults = Object.entries(each.operation.paging?.defaults ?? {});
        const request = sampleRequest(each.operation);
        for (const [field] of defaults) delete request[field];
        const list = (await call(clients, each, request)) as { first(): Promise<unknown> };
        await list.first();
        const [sent] = clients.transport.sent;
        for (const [field, value] of defaults) {
          expect(sent && fieldOf(sent, field), field).toBe(String(value));
        }
      });
    },
  );
});

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** Response headers for the fields of a type that come in headers. */
function headersOf(type: TypeRef | null): Record<string, string> {
  const values = Object.entries(headerValues(type));
  return Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
}

function headerValues(type: TypeRef | null): Record<string, unknown> {
  const declared = type === null ? undefined : declarationOf(type);
  const fields = declared?.kind === "object" ? declared.fields : [];
  const inHeaders = fields.filter((field) => field.in === "header");
  return Object.fromEntries(
    inHeaders.map((field) => [
      field.wire,
      field.type.kind === "primitive" && field.type.name === "int64"
        ? bigInteger
        : `a ${field.wire}`,
    ]),
  );
}

describe("bodies that are not JSON", () => {
  const isOther = ({ response }: Operation): boolean =>
    response.kind === "stream" || response.kind === "headers";

  it.each(packagesWith(isOther))("%s", async (name) => {
    const clients = fixture();
    await forEachOperation(casesIn(name, isOther), async (each) => {
      const { type, streamField } = each.operation.response;
      const body = streamField === null ? "" : "raw ä";
      clients.transport.answer = () => ({ body, headers: headersOf(type) });
      const result = (await call(clients, each, sampleRequest(each.operation))) as Record<
        string,
        unknown
      >;
      expect(result).toMatchObject(headerValues(type));
      if (streamField === null) return;
      const stream = result[streamField] as ReadableStream<Uint8Array>;
      expect(await new Response(stream).text()).toBe("raw ä");
    });
  });
});
