import { afterEach, describe, expect, it } from "vitest";
import {
  ConfigError,
  InvalidRequestError,
  PermissionDenied,
  ResourceDoesNotExist,
} from "../errors/index.js";
import { json, type Handler } from "../http/testing/local-server.js";
import { ApiClient } from "./api-client.js";
import type { ClientOptions } from "./client-options.js";
import type { ListOperation, Operation } from "./operation.js";
import { serve, type Served } from "./testing/client.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(handler: Handler, options?: ClientOptions): Promise<Served> {
  const served = await serve(handler, options);
  closing.push(() => served.close());
  return served;
}

const echo: Handler = ({ method, url, body }, response) => json(response, { method, url, body });
const get: Operation = { verb: "GET", path: "/api/2.0/things/{id}" };

describe("ApiClient.call", () => {
  it("sends an operation with credentials and who is asking", async () => {
    const { client, server } = await started(echo, {
      workspaceId: "77",
      product: "tester",
      productVersion: "1.2.3",
    });
    const result = await client.call(get, { id: "a b", limit: 2 });
    expect(result).toMatchObject({ method: "GET", url: "/api/2.0/things/a%20b?limit=2" });
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: "Bearer secret-token",
      accept: "application/json",
      "x-databricks-workspace-id": "77",
      "user-agent": expect.stringMatching(
        /^tester\/1\.2\.3 databricks-sdk-ts\/.* auth\/pat/,
      ) as string,
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/) as string,
    });
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"] as const)("sends the body of a %s", async (verb) => {
    const { client } = await started(echo);
    const operation: Operation = { verb, path: "/api/x", body: "*" };
    const result = await client.call(operation, { name: "c", comment: "new" });
    expect(result).toMatchObject({ method: verb, body: '{"name":"c","comment":"new"}' });
  });

  it("keeps integers exact, both ways", async () => {
    const { client } = await started(({ body }, response) => json(response, body));
    const operation: Operation = { verb: "POST", path: "/api/x", body: "*" };
    const request = { job_id: 9223372036854775807n, small: 7, list: [-9007199254740993n] };
    expect(await client.call(operation, request)).toEqual(request);
  });

  it("lets headers of a call win, but not over the credentials", async () => {
    const { client, server } = await started(echo);
    const headers = { Accept: "text/x", Authorization: "Bearer mine", "User-Agent": "mine" };
    await client.call(get, { id: 1 }, { headers });
    expect(server.seen[0]?.headers).toMatchObject({
      accept: "text/x",
      authorization: "Bearer secret-token",
      "user-agent": "mine",
    });
  });

  it("resolves to nothing for an empty body", async () => {
    const { client } = await started((_request, response) => void response.end());
    expect(await client.call(get, { id: 1 })).toBeUndefined();
  });

  it("streams bodies in and out", async () => {
    const { client, server } = await started(({ method }, response) => {
      const text = method === "GET" ? "out" : "";
      response.writeHead(200, { "content-type": "text/csv", "content-length": text.length });
      response.end(text);
    });
    const upload: Operation = { verb: "PUT", path: "/f{+p}", body: "contents", rawBody: true };
    await client.call(upload, { p: "/a", contents: new Blob(["in"]) });
    expect(server.seen[0]).toMatchObject({ url: "/f/a", body: "in" });
    expect(server.seen[0]?.headers["content-length"]).toBe("2");
    const download: Operation = {
      verb: "GET",
      path: "/f{+p}",
      stream: "contents",
      accept: "application/octet-stream",
      responseHeaders: { "content-length": "int64", "content-type": "string" },
    };
    const result = await client.call<{ contents: ReadableStream }>(download, { p: "/a" });
    expect(result).toMatchObject({ "content-length": 3, "content-type": "text/csv" });
    expect(await new Response(result.contents).text()).toBe("out");
  });

  it("turns an error into its class, and says how the client is configured at 403", async () => {
    const { client } = await started(({ url }, response) => {
      const missing = url.endsWith("missing");
      const body = { error_code: missing ? "RESOURCE_DOES_NOT_EXIST" : "", message: "so it is" };
      json(response, body, missing ? 404 : 403);
    });
    await expect(client.call(get, { id: "missing" })).rejects.toBeInstanceOf(ResourceDoesNotExist);
    const error: unknown = await client.call(get, { id: "x" }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PermissionDenied);
    expect(String(error)).toMatch(/so it is.*host=http:\/\/127\.0\.0\.1.*token=\*\*\*/);
    expect(String(error)).not.toContain("secret-token");
  });

  it("sends nothing when the request or the configuration is wrong", async () => {
    const { client, server } = await started(echo);
    await expect(client.call(get, {})).rejects.toBeInstanceOf(InvalidRequestError);
    const account: Operation = { verb: "GET", path: "/api/{account_id}", account: true };
    await expect(client.call(account)).rejects.toMatchObject({ attribute: "accountId" });
    await expect(client.call(get, { id: 1 }, { timeout: -1 })).rejects.toBeInstanceOf(
      InvalidRequestError,
    );
    expect(server.seen).toEqual([]);
    const nowhere = new ApiClient({ env: {}, token: "t" });
    await expect(nowhere.call(get, { id: 1 })).rejects.toBeInstanceOf(ConfigError);
  });

  it("follows a redirect to another origin without credentials", async () => {
    const other = await started(echo);
    const { client } = await started((_request, response) => {
      response.writeHead(307, { location: `${other.server.url}/moved` }).end();
    });
    expect(await client.call(get, { id: 1 })).toMatchObject({ url: "/moved" });
    expect(other.server.seen[0]?.headers["authorization"]).toBeUndefined();
  });

  it("logs only where there is a logger, and never the token", async () => {
    const lines: string[] = [];
    const note = (message: string): void => void lines.push(message);
    const logger = { debug: note, info: note, warn: note, error: note };
    const { client } = await started(echo, { logger, debugHeaders: true });
    await client.call(get, { id: 1 });
    expect(lines.at(-1)).toMatch(/^GET \/api\/2\.0\/things\/1/);
    expect(lines.join("\n")).not.toContain("secret-token");
  });
});

describe("ApiClient.list", () => {
  const list: ListOperation = {
    verb: "GET",
    path: "/api/things",
    paging: { kind: "token", items: "things", token: ["page_token", "next_page_token"] },
  };
  const pages: Handler = ({ url }, response) => {
    const token = Number(new URL(url, "http://h").searchParams.get("page_token") ?? 0);
    json(response, { things: [token], ...(token < 3 && { next_page_token: String(token + 1) }) });
  };

  it("sends nothing before it is iterated, then page by page, with the call's options", async () => {
    const { client, server } = await started(pages);
    const request = { max_results: 1 };
    const things = client.list<number>(list, request, { headers: { "x-own": "1" } });
    expect(server.seen).toEqual([]);
    expect(await things.toArray()).toEqual([0, 1, 2, 3]);
    expect(server.seen.map(({ url }) => url)).toEqual([
      "/api/things?max_results=1",
      "/api/things?max_results=1&page_token=1",
      "/api/things?max_results=1&page_token=2",
      "/api/things?max_results=1&page_token=3",
    ]);
    expect(server.seen.every(({ headers }) => headers["x-own"] === "1")).toBe(true);
    expect(request).toEqual({ max_results: 1 });
  });

  it("stops the page ahead when the consumer stops", async () => {
    const { client } = await started(pages);
    const { signal } = new AbortController();
    for await (const thing of client.list<number>(list, {}, { signal }).prefetch()) {
      if (thing === 1) break;
    }
  });
});

describe("ApiClient.waiter and operation", () => {
  it("wait with the client's clock", async () => {
    const { client, clock } = await started(echo);
    let polls = 0;
    const poll = async (): Promise<{ state: string }> => ({ state: ++polls < 3 ? "NEW" : "UP" });
    const waiting = { status: ["state"], success: ["UP"], failure: [], minutes: 1 };
    expect(await client.waiter(waiting, { id: 1 }, poll).result()).toEqual({ state: "UP" });
    expect(clock.slept).toEqual([1000, 2000]);
    const done = async (): Promise<object> => ({ done: true });
    expect(await client.operation({}, done, { empty: true }).result()).toBeUndefined();
  });
});

describe("ApiClient.request", () => {
  it("reaches any path, with JSON, text and bytes", async () => {
    const { client, server } = await started(echo, { workspaceId: "77" });
    const path = "/api/2.0/preview/x?a=1";
    const query = { b: [2n], c: { d: "é" } };
    const result = await client.request({ method: "POST", path, query, body: { n: 2n ** 60n } });
    expect(result).toEqual({
      method: "POST",
      url: "/api/2.0/preview/x?a=1&b=2&c.d=%C3%A9",
      body: '{"n":1152921504606846976}',
    });
    await client.request({ method: "PUT", path, body: "text", headers: { "Content-Type": "a/b" } });
    await client.request({ method: "PUT", path, body: new Uint8Array(2) });
    await client.request({ method: "GET", path: "/api/2.0/accounts/a/x" });
    const seen = server.seen.map(({ headers }) => [
      headers["content-type"],
      headers["x-databricks-workspace-id"],
    ]);
    expect(seen).toEqual([
      ["application/json", "77"],
      ["a/b", "77"],
      ["application/octet-stream", "77"],
      [undefined, undefined],
    ]);
  });

  it("hands over a raw response", async () => {
    const { client } = await started((_request, response) => {
      response.writeHead(203, { "x-one": "1" }).end("raw");
    });
    const raw = await client.request({ method: "GET", path: "/x", raw: true });
    expect(raw).toMatchObject({ status: 203, headers: { "x-one": "1" } });
    expect(await new Response(raw.contents).text()).toBe("raw");
  });

  it.each(["https://elsewhere.test/x", "@elsewhere.test/x", "x", "/a b", "/ü", "/a#b", "/a\\b"])(
    "refuses the path %s",
    async (path) => {
      const { client, server } = await started(echo);
      await expect(client.request({ method: "GET", path })).rejects.toMatchObject({
        field: "path",
      });
      expect(server.seen).toEqual([]);
    },
  );

  it("names what can't be encoded", async () => {
    const { client } = await started(echo);
    const request = { method: "POST", path: "/x", body: { a: Infinity } } as const;
    await expect(client.request(request)).rejects.toMatchObject({ field: "body.a" });
  });
});

describe("ApiClient.derive", () => {
  it("shares connections and credentials", async () => {
    const { client, server } = await started(echo);
    const derived = client.derive({ workspaceId: "9" });
    await client.call(get, { id: 1 });
    await derived.call(get, { id: 2 });
    expect(derived.runtime.transport).toBe(client.runtime.transport);
    expect(server.seen.map(({ headers }) => headers["x-databricks-workspace-id"])).toEqual([
      undefined,
      "9",
    ]);
    expect(server.seen.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer secret-token",
      "Bearer secret-token",
    ]);
  });
});
