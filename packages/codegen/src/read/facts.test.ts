import { describe, expect, it } from "vitest";
import { Cursor, pointerParts } from "./cursor.js";
import { readFacts } from "./facts.js";

const success = "/paths/~1pets/get/responses/200";
const content = `${success}/content/application~1json`;

/** A document with one list that pages, and one call that is waited for. */
function zoo(): Record<string, unknown> {
  const page = { $ref: "#/components/schemas/Page" };
  const pet = { $ref: "#/components/schemas/Pet" };
  const link = {
    operationId: "zoo.PetsAPI.get",
    parameters: { name: "$request.body#/name" },
    "x-databricks-wait": { status: "/state", success: ["FED"], failure: [], minutes: 20 },
  };
  const body = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  return {
    "x-databricks-package": "zoo",
    tags: [
      {
        name: "PetsAPI",
        "x-databricks-client-properties": ["workspace.pets"],
        "x-databricks-level": "workspace",
      },
    ],
    paths: {
      "/pets": {
        get: {
          operationId: "zoo.PetsAPI.list",
          parameters: [{ name: "page_token", in: "query", schema: { type: "string" } }],
          responses: { 200: { content: { "application/json": { schema: page } } } },
          "x-databricks-paging": {
            kind: "token",
            items: "pets",
            request: "page_token",
            response: "next",
          },
        },
        post: {
          operationId: "zoo.PetsAPI.feed",
          requestBody: { required: true, content: { "application/json": { schema: body } } },
          responses: { 200: { links: { wait_get_pet_fed: link } } },
        },
      },
      "/pets/{name}": {
        get: {
          operationId: "zoo.PetsAPI.get",
          parameters: [{ name: "name", in: "path", required: true, schema: { type: "string" } }],
          responses: { 200: { content: { "application/json": { schema: pet } } } },
        },
      },
    },
    components: {
      schemas: {
        Pet: { type: "object", properties: { state: { $ref: "#/components/schemas/State" } } },
        State: { type: "string", enum: ["FED"], "x-databricks-open-enum": true },
        Page: {
          type: "object",
          properties: { pets: { type: "array", items: pet }, next: { type: "string" } },
        },
      },
    },
  };
}

/** The document with a value set, or removed when it is undefined. */
function changed(pointer: string, value: unknown): Record<string, unknown> {
  const document = zoo();
  const parts = pointerParts(pointer);
  const last = parts.pop() ?? "";
  let place = document;
  for (const part of parts) place = place[part] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return document;
}

const read = (document: unknown): ReturnType<typeof readFacts> =>
  readFacts(new Map([["zoo", new Cursor("zoo.json", "", document)]]));

describe("readFacts", () => {
  it("reads a document", () => {
    const facts = read(zoo());
    const service = facts.packages["zoo"]?.services["PetsAPI"];
    expect(facts.clients.workspace).toEqual({ pets: { package: "zoo", service: "PetsAPI" } });
    expect(Object.keys(service?.methods ?? {})).toEqual(["feed", "get", "list"]);
    expect(service?.derived).toEqual({
      feed_and_wait: { kind: "call_and_wait", of: "feed" },
      wait_get_pet_fed: { kind: "waiter", poll_method: "get" },
    });
    expect(service?.methods["list"]?.pagination).toEqual({
      kind: "token",
      items: "pets",
      item_type: { ref: "zoo.Pet" },
      request_in: "query",
      request_token: "page_token",
      response_token: "next",
      stop_when_empty: "next",
    });
    expect(service?.methods["feed"]?.lro).toMatchObject({
      poll_args: { name: { request: "name" } },
      result: { ref: "zoo.Pet" },
      message_path: null,
    });
  });

  it.each<[string, unknown, string]>([
    ["/x-databricks-package", "sea", "is not the name of the file, zoo"],
    ["/tags/0/x-databricks-level", "planet", "is neither workspace nor account"],
    ["/tags/0/x-databricks-client-properties/0", "pets", "is no property of a client"],
    ["/tags/0/name", "CatsAPI", "belongs to no tag of its own"],
    ["/paths/~1pets/get/operationId", undefined, 'lacks "operationId"'],
    ["/paths/~1pets/get/parameters/0/in", "cookie", "is neither path nor query"],
    ["/paths/~1pets/get/parameters/0/schema/type", "text", "unknown type and format: text"],
    ["/paths/~1pets/get/parameters/0/x-databricks-encoding", "odd", "is unknown"],
    ["/paths/~1pets/get/parameters/0/x-databricks-segments", "odd", "is neither absolute-path"],
    ["/paths/~1pets/get/deprecated", "yes", "may only be true"],
    ["/paths/~1pets/get/x-databricks-parameter-order", ["a"], "names no a"],
    ["/paths/~1pets/get/x-databricks-parameter-order", [], "does not name every parameter once"],
    ["/paths/~1pets/get/x-databricks-paging/kind", "odd", "is unknown"],
    ["/paths/~1pets/get/x-databricks-paging/items", "next", "is no array of the response"],
    ["/paths/~1pets/get/x-databricks-paging/request", "token", "names no parameter: token"],
    ["/paths/~1pets/get/x-databricks-paging/preset", { page: 1 }, "names no parameter"],
    [`${content}/schema/$ref`, "#/tags/0", "refers to no schema of a document"],
    ["/paths/~1pets/get/parameters/0/in", "path", "declares other path parameters"],
    ["/paths/~1pets/post/requestBody/content", {}, "needs one media type"],
    [
      "/paths/~1pets/post/responses/200/links/wait_get_pet_fed/operationId",
      "x",
      "names no operation",
    ],
    ["/paths/~1pets/post/responses/200/links/wait_get_pet_fed/parameters/name", "n", "no runtime"],
    ["/paths/~1pets/post/responses/200/links/more", {}, "is not the only link"],
    ["/components/schemas/Page/required", ["size"], "names no property: size"],
    ["/components/schemas/State/x-databricks-open-enum", undefined, "is no x-databricks-open-enum"],
    ["/components/schemas/Pet/properties/state/x-databricks-in", "odd", "is neither header nor"],
  ])("refuses %s = %j", (pointer, value, problem) => {
    const document = changed(pointer, value);
    expect(() => read(document)).toThrow(problem);
    expect(() => read(document)).toThrow(/^zoo\.json#\//);
  });

  it("refuses two parameters of one name", () => {
    const parameter = { name: "page_token", in: "query", schema: {} };
    const document = changed("/paths/~1pets/get/parameters", [parameter, parameter]);
    expect(() => read(document)).toThrow("has two parameters of the name page_token");
  });
});
