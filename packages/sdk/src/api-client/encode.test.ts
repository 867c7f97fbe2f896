import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, InvalidRequestError } from "../errors/index.js";
import { encodeCall, encodeDataPlaneCall } from "./encode.js";
import type { DataPlaneOperation, Operation } from "./operation.js";

const config = { accountId: "acc-1", workspaceId: "77" };

function encode(operation: Partial<Operation> & { path: string }, request?: object) {
  return encodeCall({ verb: "GET", ...operation }, request, config);
}

describe("encodeCall", () => {
  it("sends everything but the path in the query where there is no body", () => {
    const { method, url, body } = encode(
      { path: "/api/2.0/things/{id}" },
      {
        id: "a b/c",
        limit: 0,
        all: false,
        ids: [1, 2n ** 60n],
        filter: { from: "x" },
        none: undefined,
      },
    );
    expect(method).toBe("GET");
    expect(url).toBe(
      "/api/2.0/things/a%20b%2Fc?limit=0&all=false&ids=1&ids=1152921504606846976&filter.from=x",
    );
    expect(body).toBeUndefined();
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"] as const)("sends the body of a %s", (verb) => {
    const { body, headers } = encode(
      { verb, path: "/api/x", body: "*" },
      { name: "n", id: 2n ** 63n },
    );
    expect(body).toBe('{"name":"n","id":9223372036854775808}');
    expect(headers["content-type"]).toBe("application/json");
  });

  it("splits path, query and body, and takes fields it does not know along", () => {
    const operation = { verb: "POST", path: "/api/{id}", body: "*", query: ["page"] } as const;
    const { url, body } = encode(operation, { id: "x", page: 2, name: "n", new_field: true });
    expect(url).toBe("/api/x?page=2");
    expect(body).toBe('{"name":"n","new_field":true}');
  });

  it("sends an empty object where the body has no fields", () => {
    expect(encode({ verb: "POST", path: "/api/x", body: "*" }).body).toBe("{}");
  });

  it("repeats path fields in the body where the operation says so", () => {
    const operation = { verb: "POST", path: "/api/{id}", body: "*", repeat: ["id"] } as const;
    expect(encode(operation, { id: "x", a: 1 })).toMatchObject({
      url: "/api/x",
      body: '{"id":"x","a":1}',
    });
  });

  it("sends one field as the whole body", () => {
    const operation = { verb: "PATCH", path: "/api/{id}", body: "thing" } as const;
    const request = { id: "x", thing: { name: "n" }, update_mask: "name" };
    expect(encode(operation, request)).toMatchObject({
      url: "/api/x?update_mask=name",
      body: '{"name":"n"}',
    });
    expect(() => encode(operation, { id: "x" })).toThrow(InvalidRequestError);
    expect(() => encode(operation, { id: "x" })).toThrow(/^thing is missing/);
  });

  it("sends bytes as they are", () => {
    const operation = { verb: "PUT", path: "/f{+path}", body: "contents", rawBody: true } as const;
    const bodies = ["text", new Uint8Array(2), new Blob(["b"]), new Blob(["s"]).stream()];
    for (const contents of bodies) {
      const { url, body, headers } = encode(operation, {
        path: "/a b/c",
        contents,
        overwrite: true,
      });
      expect(url).toBe("/f/a%20b/c?overwrite=true");
      expect(body).toBe(contents);
      expect(headers["content-type"]).toBe("application/octet-stream");
    }
    expect(encode(operation, { path: "/a", contents: new ArrayBuffer(3) }).body).toEqual(
      new Uint8Array(3),
    );
    for (const contents of [undefined, null, { a: 1 }, 7]) {
      expect(() => encode(operation, { path: "/a", contents })).toThrow(/^contents is/);
    }
  });

  it("turns other sources of chunks into a stream, and ends them when it is cancelled", async () => {
    const operation = { verb: "PUT", path: "/f", body: "contents", rawBody: true } as const;
    let ended = 0;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        yield new TextEncoder().encode("one ");
        yield new TextEncoder().encode("two");
      } finally {
        ended++;
      }
    }
    const streamOf = (): ReadableStream =>
      encode(operation, { contents: chunks() }).body as ReadableStream;
    expect(await new Response(streamOf()).text()).toBe("one two");
    const reader = streamOf().getReader();
    await reader.read();
    await reader.cancel();
    expect(ended).toBe(2);
  });

  it("fills the account id in, unless the request has one", () => {
    const operation = { path: "/api/2.0/accounts/{account_id}/workspaces", account: true } as const;
    expect(encode(operation).url).toBe("/api/2.0/accounts/acc-1/workspaces");
    expect(encode(operation, { account_id: "own" }).url).toBe("/api/2.0/accounts/own/workspaces");
    const without = (): unknown => encodeCall({ verb: "GET", ...operation }, {}, {});
    expect(without).toThrow(ConfigError);
    expect(without).toThrow(/`accountId`, DATABRICKS_ACCOUNT_ID/);
  });

  it("names the field that can't be sent", () => {
    const inPath = (): unknown => encode({ path: "/api/things/{id}" }, { id: "" });
    expect(inPath).toThrow(InvalidRequestError);
    expect(inPath).toThrow(/^GET \/api\/things\/\{id\}: id is empty/);
    const inBody = (): unknown =>
      encode({ verb: "POST", path: "/api", body: "*" }, { a: { b: [1, NaN] } });
    expect(inBody).toThrow(expect.objectContaining({ field: "a.b[1]" }) as Error);
    const inQuery = (): unknown => encode({ path: "/api" }, { when: new Date(NaN) });
    expect(inQuery).toThrow(expect.objectContaining({ field: "when" }) as Error);
  });

  it.each([null, 42, "7", ["7"]])("takes an object alone, not %j", (request) => {
    const run = (): unknown =>
      encodeCall({ verb: "GET", path: "/api/2.2/jobs/get" }, request as never);
    expect(run).toThrow(InvalidRequestError);
    expect(run).toThrow(/^GET \/api\/2\.2\/jobs\/get takes an object, and was given /);
  });

  it("makes an idempotency token up, where it belongs, unless there is one", () => {
    const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;
    const inQuery: Operation = {
      verb: "POST",
      path: "/api/p",
      body: "policy",
      idempotencyToken: "request_id",
    };
    const request = { policy: {} };
    const { url } = encode(inQuery, request);
    expect(url).toMatch(new RegExp(`^/api/p\\?request_id=${uuid.source}$`));
    expect(encode(inQuery, request).url).not.toBe(url);
    expect(request).toEqual({ policy: {} });
    const inBody: Operation = {
      verb: "POST",
      path: "/api/r",
      body: "*",
      idempotencyToken: "token",
    };
    expect(encode(inBody).body).toMatch(uuid);
    expect(encode(inBody, { token: "mine" }).body).toBe('{"token":"mine"}');
  });

  it("asks for what the operation answers with", () => {
    const json = encode({ path: "/a" }).headers;
    expect(json).toEqual({ accept: "application/json", "x-databricks-workspace-id": "77" });
    const file = encode({ path: "/a", accept: "text/plain", stream: "contents" });
    expect(file.headers).toMatchObject({ accept: "text/plain", "accept-encoding": "identity" });
    expect(file.stream).toBe(true);
  });

  it("sends the workspace id except with operations of the account", () => {
    expect(encode({ path: "/a", account: true }).headers).toEqual({ accept: "application/json" });
    const headers = encodeCall({ verb: "GET", path: "/a" }, {}, {}).headers;
    expect(headers["x-databricks-workspace-id"]).toBeUndefined();
  });

  it("lets the caller's headers win, whatever their case", () => {
    const own = { ACCEPT: "text/csv", "X-Databricks-Workspace-Id": "9" };
    const { headers } = encodeCall({ verb: "GET", path: "/a" }, {}, config, own);
    expect(headers).toEqual({ accept: "text/csv", "x-databricks-workspace-id": "9" });
  });

  it.each([{ "a b": "1" }, { a: "x\r\ny: z" }, { "": "1" }, { a: "ü€" }, { a: 1 as never }])(
    "refuses the headers %j without showing the value",
    (headers) => {
      const bad = (): unknown => encodeCall({ verb: "GET", path: "/a" }, {}, config, headers);
      expect(bad).toThrow(InvalidRequestError);
      expect(bad).toThrow(/is not a valid HTTP header$/);
    },
  );

  it("never changes the request, and loses no field", () => {
    const operation: Operation = {
      verb: "POST",
      path: "/api/{id}",
      body: "*",
      query: ["q"],
      idempotencyToken: "t",
    };
    const fields = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue());
    fc.assert(
      fc.property(fields, fc.string({ minLength: 1 }), (extra, q) => {
        const request = { ...extra, id: "x", q, t: "t" };
        const before = JSON.stringify(request);
        const { body, url } = encode(operation, request);
        expect(JSON.stringify(request)).toBe(before);
        const { id: _id, q: _q, ...rest } = request;
        expect(JSON.parse(String(body))).toEqual(JSON.parse(JSON.stringify(rest)));
        expect(new URL(url, "http://h").searchParams.get("q")).toBe(q);
      }),
    );
  });
});

describe("encodeDataPlaneCall", () => {
  it("sends to the endpoint's own URL, without the fields that looked it up", () => {
    const operation: DataPlaneOperation = {
      verb: "POST",
      body: "*",
      lookup: ["name"],
      info: ["data_plane_info"],
      url: "endpoint_url",
      authorization: "authorization_details",
    };
    const call = encodeDataPlaneCall(operation, "https://d.test/q", { name: "n", prompt: "p" });
    expect(call).toMatchObject({ url: "https://d.test/q", body: '{"prompt":"p"}', method: "POST" });
    expect(call.headers["x-databricks-workspace-id"]).toBeUndefined();
  });
});
