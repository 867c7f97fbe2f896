import { describe, expect, it } from "vitest";
import type { Operation, Paging, TypeRef } from "../model/index.js";
import { descriptor, descriptorKind, waitingLiteral } from "./descriptor.js";
import { layOut } from "./layout.js";
import { field, named, objectType, operation, parameter, primitive } from "./testing/fixtures.js";

const item: TypeRef = named("Thing");
const paging = {
  requestIn: "query",
  items: "things",
  itemType: item,
  preset: {},
  defaults: {},
} as const;

function literal(more: Partial<Operation>): Record<string, unknown> {
  const text = layOut(descriptor(operation("x", more), () => undefined));
  return evaluate(text);
}

function evaluate(text: string): Record<string, unknown> {
  const quoted = text.replaceAll(/([{,]\s*)([A-Za-z]\w*):/g, '$1"$2":');
  return JSON.parse(quoted.replaceAll(/,(\s*[}\]])/g, "$1")) as Record<string, unknown>;
}

describe("descriptor", () => {
  it("is verb and path where everything else is as usual", () => {
    expect(literal({ headers: { Accept: "application/json" } })).toEqual({
      verb: "GET",
      path: "/api/2.0/things/x",
    });
  });

  it("marks path values with several segments", () => {
    const path = "/api/2.0/fs/files{file_path}/{id}";
    const parameters = [
      parameter("file_path", { in: "path", multiSegment: true }),
      parameter("id", { in: "path" }),
    ];
    expect(literal({ path, parameters })["path"]).toBe("/api/2.0/fs/files{+file_path}/{id}");
  });

  it("names the query beside a body of fields, and path fields that the body repeats", () => {
    const parameters = [
      parameter("id", { in: "path", required: true, alsoInBody: true }),
      parameter("force"),
      parameter("name", { in: "body" }),
    ];
    expect(literal({ verb: "POST", body: { kind: "fields" }, parameters })).toMatchObject({
      body: "*",
      query: ["force"],
      repeat: ["id"],
    });
  });

  it("needs no query beside a whole body", () => {
    const body = { kind: "whole", parameter: "thing", type: item } as const;
    const parameters = [parameter("thing", { in: "body", type: item }), parameter("update_mask")];
    const fields = literal({ verb: "PATCH", body, parameters });
    expect(fields["body"]).toBe("thing");
    expect(fields).not.toHaveProperty("query");
  });

  it("sends an empty object where the body has no fields", () => {
    expect(literal({ verb: "POST", body: { kind: "fields" } })["body"]).toBe("*");
    expect(literal({ verb: "POST" })).not.toHaveProperty("body");
  });

  it("marks bytes, account operations, made-up ids and other media types", () => {
    expect(
      literal({
        verb: "PUT",
        level: "account",
        body: { kind: "stream", parameter: "contents" },
        parameters: [parameter("request_id", { generatedUuid: true })],
        headers: { Accept: "text/plain", "Content-Type": "application/octet-stream" },
      }),
    ).toMatchObject({
      body: "contents",
      rawBody: true,
      account: true,
      idempotencyToken: "request_id",
      accept: "text/plain",
    });
  });

  it("says which response headers are integers, and where the stream goes", () => {
    const type = objectType(
      "Download",
      field("content-length", { in: "header", type: primitive("int64") }),
      field("etag", { in: "header" }),
      field("contents", { in: "body_stream" }),
    );
    const response = {
      kind: "stream",
      type: named("Download"),
      headers: ["content-length", "etag"],
      streamField: "contents",
    } as const;
    const text = layOut(descriptor(operation("x", { response }), () => type));
    expect(text).toContain('stream: "contents"');
    expect(text).toContain('responseHeaders: { "content-length": "int64", etag: "string" }');
  });

  it.each<[string, Paging, object]>([
    [
      "token",
      { ...paging, kind: "token", request: "page_token", response: "next", defaults: { limit: 0 } },
      { kind: "token", token: ["page_token", "next"], items: "things", defaults: { limit: 0 } },
    ],
    [
      "offset",
      { ...paging, kind: "offset", offset: "startIndex", dedupe: "id", preset: { startIndex: 1 } },
      { kind: "offset", offset: "startIndex", start: 1, dedupe: "id", items: "things" },
    ],
    [
      "offset from zero",
      { ...paging, kind: "offset", offset: "skip", dedupe: null },
      { kind: "offset", offset: "skip", start: 0, items: "things" },
    ],
    [
      "page",
      { ...paging, kind: "page", page: "page", preset: { page: 1 } },
      { kind: "page", page: "page", start: 1, items: "things" },
    ],
    [
      "next request",
      { ...paging, kind: "next_request", next: "next_page" },
      { kind: "next-request", next: "next_page", items: "things" },
    ],
    ["single", { ...paging, kind: "single" }, { kind: "single", items: "things" }],
  ])("describes %s paging", (_name, paging, expected) => {
    expect(descriptorKind(operation("x", { paging }))).toBe("ListOperation");
    expect(literal({ paging })["paging"]).toEqual(expected);
  });

  it("takes a bare array for a list of one page", () => {
    const response = {
      kind: "list",
      type: { kind: "array", of: item },
      headers: [],
      streamField: null,
    } as const;
    expect(descriptorKind(operation("x", { response }))).toBe("ListOperation");
    expect(literal({ response })["paging"]).toEqual({ kind: "single" });
  });

  it("describes where the data plane is found", () => {
    const dataPlane = {
      infoMethod: "get",
      infoArguments: ["name"],
      infoPath: ["info", "query"],
      urlField: "url",
      authorizationField: "authorization",
    };
    const parameters = [parameter("name", { in: "lookup" }), parameter("n", { in: "body" })];
    const more = {
      path: null,
      verb: "POST",
      body: { kind: "fields" },
      dataPlane,
      parameters,
    } as const;
    expect(descriptorKind(operation("x", more))).toBe("DataPlaneOperation");
    expect(literal(more)).toEqual({
      verb: "POST",
      body: "*",
      lookup: ["name"],
      info: ["info", "query"],
      url: "url",
      authorization: "authorization",
    });
  });
});

describe("waitingLiteral", () => {
  const waiting = {
    pollMethod: "get",
    pollArguments: {},
    waitMethod: "wait_get_thing_ready",
    status: ["state", "life"],
    message: null,
    success: ["READY"],
    failure: [],
    minutes: 20,
    result: item,
  };

  it("leaves the message out where the API has none, and keeps an empty list of failures", () => {
    expect(evaluate(layOut(waitingLiteral(waiting)))).toEqual({
      status: ["state", "life"],
      success: ["READY"],
      failure: [],
      minutes: 20,
    });
  });

  it("holds the path to the message", () => {
    const text = layOut(waitingLiteral({ ...waiting, message: ["state", "why"] }));
    expect(evaluate(text)["message"]).toEqual(["state", "why"]);
  });
});
