import { describe, expect, it } from "vitest";
import type { Operation, Service, TypeRef, Waiting } from "../model/index.js";
import { planPackage } from "../plan/index.js";
import { serviceText } from "./service-file.js";
import {
  field,
  json,
  labPackage,
  model,
  named,
  objectType,
  operation,
  parameter,
  primitive,
  service,
} from "./testing/fixtures.js";

const thing = objectType("Thing", field("name"), field("state"));
const action = objectType("Operation", field("name"), field("done"));
const types = [thing, action];

const get = operation("get", {
  parameters: [parameter("name", { in: "path", required: true })],
  response: json(named("Thing")),
});

const untilReady: Waiting = {
  pollMethod: "get",
  pollArguments: { name: { from: "response", field: "name" } },
  waitMethod: "wait_get_thing_ready",
  status: ["state"],
  message: null,
  success: ["READY"],
  failure: ["BROKEN"],
  minutes: 20,
  result: named("Thing"),
};

function text(operations: readonly Operation[], more: Partial<Service> = {}): string {
  const only = service(operations, more);
  return serviceText(planPackage(model([only], types), labPackage([only], types)), only);
}

describe("a method", () => {
  it("takes no request where the operation takes no fields", () => {
    const written = text([operation("ping")]);
    expect(written).toContain("  ping(options?: CallOptions): Promise<void> {");
    expect(written).toContain("    return this.api.call(PING, {}, options);");
  });

  it("takes an optional request where nothing is required", () => {
    const written = text([operation("find", { parameters: [parameter("name")] })]);
    expect(written).toContain("find(request: ThingsFindRequest = {}, options?: CallOptions)");
  });

  it("does not ask for what the configuration knows", () => {
    const written = text([
      operation("ping", {
        path: "/api/2.0/accounts/{account_id}",
        configParameters: ["account_id"],
      }),
    ]);
    expect(written).toContain("ping(options?: CallOptions)");
    expect(written).toContain('path: "/api/2.0/accounts/{account_id}"');
  });

  it("has the table's name for its request, and keeps names that are keywords", () => {
    const name = parameter("name", { required: true });
    const written = text([operation("delete", { requestType: "Removal", parameters: [name] })]);
    expect(written).toContain("delete(request: Removal, options?: CallOptions): Promise<void>");
    expect(written).toContain("const DELETE: Operation =");
  });

  it("returns a list at once, and says how its pages go on", () => {
    const written = text([
      operation("list", {
        response: json(named("Things")),
        paging: {
          kind: "token",
          request: "page_token",
          response: "next",
          requestIn: "query",
          items: "things",
          itemType: named("Thing"),
          preset: {},
          defaults: { limit: 0 },
        },
      }),
    ]);
    expect(written).toContain("  list(options?: CallOptions): Paged<Thing> {");
    expect(written).toContain("    return this.api.list(LIST, {}, options);");
    expect(written).toContain("Further pages are fetched while the service names a next one.");
    expect(written).toContain("Sets `limit` to 0 unless given.");
  });

  it("returns the items of a bare array as a list", () => {
    const type: TypeRef = { kind: "array", of: named("Thing") };
    const written = text([
      operation("list", { response: { kind: "list", type, headers: [], streamField: null } }),
    ]);
    expect(written).toContain("): Paged<Thing> {");
    expect(written).toContain("const LIST: ListOperation = {");
  });

  it("tells its own descriptor from a type of the same name", () => {
    const written = text([operation("get", { response: json(named("Operation")) })]);
    expect(written).toContain("Promise<Operation>");
    expect(written).toContain("  Operation as RuntimeOperation,");
    expect(written).toContain("const GET: RuntimeOperation =");
  });
});

describe("a docstring", () => {
  const many = Array.from({ length: 12 }, (_value, index) => parameter(`field_${index}`));

  it("says what the operation does, where it goes, what it takes and where it is described", () => {
    const written = text([
      operation("find", {
        summary: "Finds things.",
        deprecated: true,
        parameters: [parameter("name", { required: true }), ...many],
      }),
    ]);
    const expected = [
      "  /**",
      "   * Finds things.",
      "   *",
      "   * `GET /api/2.0/things/find`",
      "   *",
      "   * Required: `name`. Optional: `field_0`, `field_1`, `field_2`, `field_3`, `field_4`, `field_5`,",
      "   * `field_6`, `field_7`, `field_8`, `field_9`, `field_10` and `field_11`.",
      "   *",
      "   * @deprecated The API marks it as deprecated.",
      "   * @see https://example.com/things/find",
      "   */",
    ];
    expect(written).toContain(expected.join("\n"));
  });

  it("says which ids are made up", () => {
    const id = parameter("request_id", { generatedUuid: true });
    expect(text([operation("find", { parameters: [id] })])).toContain(
      "Optional: `request_id`. A UUID is made up for `request_id` when it is left out.",
    );
  });

  it("makes no sentence up", () => {
    expect(text([operation("ping")])).toContain(
      "  /**\n   * `GET /api/2.0/things/ping`\n   *\n   * @see https://example.com/things/ping\n   */",
    );
  });
});

describe("a wait", () => {
  const create = operation("create", {
    parameters: [parameter("name", { in: "body" })],
    response: json(named("Thing")),
    waiting: untilReady,
  });
  const stop = operation("stop", {
    parameters: [parameter("name", { in: "body", required: true })],
    waiting: { ...untilReady, pollArguments: { name: { from: "request", field: "name" } } },
  });
  const waiters = [{ name: "wait_get_thing_ready", waiting: untilReady }];

  it("polls through the service's own method, by what the response says", () => {
    const written = text([create, get], { waiters });
    expect(written).toContain("): Promise<Waiter<Thing, Thing>> {");
    expect(written).toContain(
      "    return this.api.waiter(UNTIL_THING_READY, response, (pollOptions) =>\n" +
        "      this.get({ name: response.name! }, pollOptions),\n    );",
    );
    expect(written).toContain("fails in `BROKEN`; default limit 20 minutes.");
  });

  it("remembers what the request said before it is sent", () => {
    const written = text([stop, get], { waiters });
    const steps = [
      "    const { name } = request;",
      "    await this.api.call<void>(STOP, request, options);",
      "    return this.api.waiter(UNTIL_THING_READY, undefined, (pollOptions) =>",
    ];
    expect(written).toContain(steps.join("\n"));
    expect(written).toContain("this.get({ name }, pollOptions)");
  });

  it("has a shortcut to its end, and a wait by id alone", () => {
    const written = text([stop, get], { waiters });
    expect(written).toContain("options?: CallOptions & WaitOptions<Thing>,\n  ): Promise<Thing> {");
    expect(written).toContain("    const waiter = await this.stop(request, options);");
    expect(written).toContain(
      "  waitGetThingReady(name: string, options?: WaitOptions<Thing>): Promise<Thing> {",
    );
  });

  it("shares one descriptor between all that end in the same state", () => {
    const written = text([create, stop, get], { waiters });
    expect(written.match(/const UNTIL_THING_READY/g)).toHaveLength(1);
    const other = { ...stop, waiting: { ...untilReady, minutes: 5 } };
    expect(() => text([create, other, get])).toThrow("wait_get_thing_ready");
  });

  it("takes several ids in one object, and no more than the poll needs", () => {
    const area = parameter("area", { in: "path", required: true });
    const poll = { ...get, parameters: [...get.parameters, area, parameter("history")] };
    const argument = { from: "request", field: "x" } as const;
    const waiting = { ...untilReady, pollArguments: { area: argument, name: argument } };
    const named = { waiters: [{ name: "wait_get_thing_ready", waiting }] };
    expect(text([poll], named)).toContain('ids: Pick<ThingsGetRequest, "area" | "name">,');
    const exact = { ...get, parameters: [...get.parameters, area] };
    expect(text([exact], named)).toContain("ids: ThingsGetRequest,");
  });

  it("refuses to poll what the service does not have", () => {
    expect(() => text([create])).toThrow("lab.ThingsAPI polls get");
  });
});

describe("an operation object", () => {
  const poll = operation("get_operation", {
    parameters: [parameter("name", { in: "path", required: true })],
    response: json(named("Operation")),
  });
  const start = (result: TypeRef | null): Operation =>
    operation("create", {
      response: json(named("Operation")),
      longRunning: {
        pollMethod: "get_operation",
        operationType: named("Operation"),
        result,
        metadata: null,
      },
    });

  it("is polled by its name", () => {
    const written = text([start(named("Thing")), poll]);
    expect(written).toContain("Promise<Waiter<Thing, Operation, Operation>> {");
    expect(written).toContain("this.getOperation({ name: response.name! }, pollOptions)");
    expect(written).toContain("WaitOptions<Operation>");
  });

  it("may end in nothing", () => {
    const written = text([start(null), poll]);
    expect(written).toContain("Promise<Waiter<void, Operation, Operation>> {");
    expect(written).toContain("pollOptions),\n      { empty: true },\n    );");
    expect(written).toContain("options?: CallOptions & WaitOptions<Operation>): Promise<void> {");
  });
});

describe("the data plane", () => {
  const query = operation("query", {
    path: null,
    verb: "POST",
    body: { kind: "fields" },
    response: json(primitive("any")),
    parameters: [parameter("name", { in: "lookup", required: true })],
    dataPlane: {
      infoMethod: "get",
      infoArguments: ["name"],
      infoPath: ["info"],
      urlField: "url",
      authorizationField: "authorization",
    },
  });

  it("is looked up in the service of the same name", () => {
    const plane = service([query], { name: "ThingsDataPlaneAPI" });
    const source = labPackage([service([get]), plane], types);
    const plan = planPackage({ packages: [source], clients: [] }, source);
    const written = serviceText(plan, plane);
    expect(written).toContain('import { ThingsAPI } from "./things.gen.js";');
    expect(written).toContain("const lookup = new ThingsAPI(this.api);");
    expect(written).toContain("(lookupOptions) => lookup.get({ name }, lookupOptions)");
  });

  it("needs a service that knows", () => {
    expect(() => text([query])).toThrow("ThingsAPI looks up get");
  });
});

describe("nested services", () => {
  it("are made when they are first used", () => {
    const child = service([operation("get")], { name: "DefaultNameAPI" });
    const parent = service([]);
    const source = labPackage([parent, child]);
    const property = {
      name: "default_name",
      package: "lab",
      service: "DefaultNameAPI",
      children: [],
    };
    const top = { name: "things", package: "lab", service: "ThingsAPI", children: [property] };
    const clients = [{ name: "workspace", properties: [top] } as const];
    const written = serviceText(planPackage({ packages: [source], clients }, source), parent);
    expect(written).toContain("  get defaultName(): DefaultNameAPI {");
    expect(written).toContain("return (this.#defaultName ??= new DefaultNameAPI(this.api));");
    expect(written).toContain("Groups other services. Reached as `WorkspaceClient.things`.");
  });
});
