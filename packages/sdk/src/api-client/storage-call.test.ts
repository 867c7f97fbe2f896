import { afterEach, describe, expect, it } from "vitest";
import { ConnectionError, TimeoutError } from "../errors/index.js";
import { FakeClock } from "../http/testing/fake-clock.js";
import type { Handler } from "../http/testing/local-server.js";
import type { ClientOptions } from "./client-options.js";
import { serve, type Served } from "./testing/client.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(
  handler: Handler,
  options?: ClientOptions,
  clock?: FakeClock,
): Promise<Served> {
  const served = await serve(handler, options, clock);
  closing.push(() => served.close());
  return served;
}

const signed = "/bucket/key?X-Amz-Signature=5ec4e7&part=1";

describe("ApiClient.storage", () => {
  it("sends neither credentials nor what concerns Databricks only", async () => {
    const { client, server } = await started((_request, response) => void response.end("done"), {
      workspaceId: "77",
      product: "mine",
      productVersion: "1.2.3",
    });
    const response = await client.storage(
      {
        method: "PUT",
        url: server.url + signed,
        headers: {
          "x-amz-checksum": "1",
          authorization: "Bearer secret-token",
          Cookie: "c=1",
          "proxy-authorization": "Basic x",
          "X-Databricks-Workspace-Id": "77",
          "x-databricks-azure-sp-management-token": "t",
        },
        body: "text",
      },
      { headers: { authorization: "Bearer other", "x-own": "1" } },
    );
    expect(await response.text()).toBe("done");
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: "PUT", url: signed, body: "text" });
    expect(Object.keys(seen?.headers ?? {}).toSorted()).toEqual([
      "accept-encoding",
      "connection",
      "content-length",
      "host",
      "user-agent",
      "x-amz-checksum",
    ]);
    expect(seen?.headers["user-agent"]).toMatch(/^mine\/1\.2\.3 databricks-sdk-ts\//);
  });

  it.each([200, 308, 401, 403, 429, 503])("hands a %i over, and sends once", async (status) => {
    const { client, server } = await started((_request, response) => {
      response.writeHead(status, { location: "/elsewhere", "retry-after": "1" }).end("said");
    });
    const response = await client.storage({ method: "GET", url: server.url + signed, headers: {} });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("said");
    expect(server.seen).toHaveLength(1);
  });

  it("logs the exchange without the signature, and without the content", async () => {
    const lines: string[] = [];
    const debug = (line: string): void => void lines.push(line);
    const logger = { debug, info: debug, warn: debug, error: debug };
    const { client, server } = await started(
      (request, response) => {
        if (request.method === "GET") response.socket?.destroy();
        else response.writeHead(200, { "x-amz-id": "5ec4e7" }).end("content");
      },
      { logger, debugHeaders: true, debugTruncateBytes: 10_000 },
    );
    const headers = { "x-amz-security-token": "5ec4e7" };
    const url = server.url + signed;
    await (await client.storage({ method: "PUT", url, headers, body: "content" })).discard();
    await expect(client.storage({ method: "GET", url, headers })).rejects.toThrow(ConnectionError);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^PUT \/bucket\/key\?X-Amz-Signature=\*\*REDACTED\*\*&part=1\n/);
    expect(lines[0]).toContain("> [raw stream]\n< 200 OK");
    expect(lines[1]).toContain("< ConnectionError: GET /bucket/key");
    expect(lines.join()).not.toMatch(/5ec4e7|content\b(?!-)/);
  });

  it.each([{}, { timeout: 50_000 }])(
    "ends when its signal aborts, also while the answer is read: %j",
    async (options) => {
      const { client, server } = await started(
        (request, response) => {
          if (request.method === "GET") response.writeHead(200).write("some");
        },
        {},
        new FakeClock(() => true),
      );
      const user = new AbortController();
      const call = { ...options, signal: user.signal };
      const request = { url: server.url + signed, headers: {} };
      const response = await client.storage({ ...request, method: "GET" }, call);
      const ends = Promise.allSettled([
        client.storage({ ...request, method: "PUT", body: "" }, call),
        response.text(),
      ]);
      user.abort(new Error("enough"));
      const reason = user.signal.reason as Error;
      expect(await ends).toEqual([
        { status: "rejected", reason },
        { status: "rejected", reason },
      ]);
    },
  );

  it("ends after the time that the call may take, its answer included", async () => {
    const clock = new FakeClock(() => true);
    const { client, server } = await started(
      (_request, response) => void response.writeHead(200).write("some"),
      {},
      clock,
    );
    const request = { method: "GET", url: server.url + signed, headers: {} } as const;
    const response = await client.storage(request, { timeout: 1000 });
    const reader = response.stream().getReader();
    await reader.read();
    const read = reader.read();
    clock.advance(1001);
    await expect(read).rejects.toThrow(TimeoutError);
    const other = await client.storage(request, { timeout: 1000 });
    await other.discard();
  });

  it("ends after the silence that it allows, before and within the answer", async () => {
    const { client, server } = await started((request, response) => {
      if (request.method === "GET") response.writeHead(200).write("some");
    });
    const request = { url: server.url + signed, headers: {}, stallTimeout: 50 };
    const silent = client.storage({ ...request, method: "PUT", body: "x" });
    await expect(silent).rejects.toThrow(TimeoutError);
    await expect(silent).rejects.toThrow(/was silent for 0.05 s/);
    const response = await client.storage({ ...request, method: "GET" });
    await expect(response.text()).rejects.toThrow(TimeoutError);
  });
});
