import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { InvalidRequestError, InvalidResponseError } from "../../errors/index.js";
import { type Handler, json, type LocalServer, startServer } from "../testing/local-server.js";
import type { HttpMethod, HttpRequest, Transport } from "../types.js";
import { fetchTransport } from "./fetch.js";
import { nodeTransport } from "./node.js";

const closing: (() => Promise<unknown> | undefined)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(handler: Handler): Promise<LocalServer> {
  const server = await startServer(handler);
  closing.push(() => server.close());
  return server;
}

function opened(transport: Transport): Transport {
  closing.push(() => transport.close?.());
  return transport;
}

function get(url: string, extra: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url, headers: {}, ...extra };
}

const transports: readonly (readonly [string, () => Transport])[] = [
  ["nodeTransport", () => opened(nodeTransport())],
  ["fetchTransport", () => opened(fetchTransport())],
];

describe.each(transports)("%s", (name, create) => {
  it("sends method, target, headers and body, and hands back the response", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(202, "Noted", { "x-one": "1", "set-cookie": ["a=1", "b=2"] });
      response.end("grüß dich");
    });
    const response = await create().send({
      method: "POST",
      url: `${server.url}/a%20b?x=%C3%BC`,
      headers: { "x-test": "yes", "content-type": "text/plain" },
      body: "hällo",
    });
    expect(response).toMatchObject({ status: 202, statusText: "Noted" });
    expect(response.headers).toMatchObject({ "x-one": "1", "set-cookie": "a=1, b=2" });
    expect(await response.text()).toBe("grüß dich");
    expect(server.seen).toMatchObject([{ method: "POST", url: "/a%20b?x=%C3%BC", body: "hällo" }]);
    expect(server.seen[0]?.headers).toMatchObject({ "x-test": "yes", "content-length": "6" });
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"] satisfies HttpMethod[])(
    "frames a %s of any kind",
    async (method) => {
      const server = await serve(({ body }, response) => json(response, body));
      const transport = create();
      const stream = new Blob(["a", "stream"]).stream();
      const bodies = ["text", new TextEncoder().encode("bytes"), stream, "", undefined];
      const texts: string[] = [];
      for (const body of bodies) {
        const response = await transport.send({ method, url: server.url, headers: {}, body });
        texts.push(await response.text());
      }
      expect(texts).toEqual(["text", "bytes", "astream", "", ""]);
    },
  );

  it.each(["GET", "HEAD"] satisfies HttpMethod[])("frames a %s without a body", async (method) => {
    const server = await serve((_request, response) => {
      response.setHeader("content-length", method === "HEAD" ? 123 : 2);
      response.end(method === "HEAD" ? undefined : "ok");
    });
    const response = await create().send(get(server.url, { method }));
    expect(response.headers["content-length"]).toBe(method === "HEAD" ? "123" : "2");
    expect(await response.text()).toBe(method === "HEAD" ? "" : "ok");
    expect(server.seen[0]?.headers["content-length"]).toBeUndefined();
    expect(server.seen[0]?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("does not follow redirects", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    const response = await create().send(get(server.url));
    expect(response).toMatchObject({ status: 302, headers: { location: "/elsewhere" } });
    await response.discard();
    expect(server.seen).toHaveLength(1);
  });

  it("strips a byte order mark and keeps characters that are split between chunks", async () => {
    const bytes = Buffer.from('\ufeff{"a":"é€😀"}');
    const server = await serve(async (_request, response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const response = await create().send(get(server.url));
    expect(await response.text()).toBe('{"a":"é€😀"}');
  });

  it("keeps the connection for the next request, after discarding too", async () => {
    const server = await serve((_request, response) => json(response, { ok: true }));
    const transport = create();
    await (await transport.send(get(server.url))).text();
    await (await transport.send(get(server.url))).discard();
    await (await transport.send(get(server.url))).text();
    expect(server.accepted()).toBeLessThanOrEqual(name === "nodeTransport" ? 1 : 2);
  });
});

describe("nodeTransport", () => {
  it.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["unheard-of", (text: string) => Buffer.from(text)],
  ])("decodes %s", async (coding, encode) => {
    const text = JSON.stringify({ long: "x".repeat(100_000) });
    const server = await serve((_request, response) => {
      response.setHeader("content-encoding", coding);
      response.end(encode(text));
    });
    const transport = opened(nodeTransport());
    expect(await (await transport.send(get(server.url))).text()).toBe(text);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await transport.send(get(server.url))).stream()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe(text);
  });

  it("asks for gzip unless told otherwise, and for no coding of ranges", async () => {
    const server = await serve((_request, response) => void response.end());
    const transport = opened(nodeTransport());
    for (const headers of [{}, { "accept-encoding": "identity" }, { range: "bytes=0-1" }]) {
      await (await transport.send(get(server.url, { headers }))).text();
    }
    expect(server.seen.map(({ headers }) => headers["accept-encoding"])).toEqual([
      "gzip",
      "identity",
      undefined,
    ]);
  });

  it("says so when a coding is broken", async () => {
    const server = await serve((_request, response) => {
      response.setHeader("content-encoding", "gzip");
      response.end("this is not gzip");
    });
    const response = await opened(nodeTransport()).send(get(server.url));
    await expect(response.text()).rejects.toThrow(InvalidResponseError);
  });

  it("needs no coding where there is no body", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(204, { "content-encoding": "gzip" }).end();
    });
    const response = await opened(nodeTransport()).send(get(server.url));
    expect(await response.text()).toBe("");
  });

  it("serves 64 requests at once, twice, over 64 connections", async () => {
    const waiting: (() => void)[] = [];
    const server = await serve(async (_request, response) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 64) for (const release of waiting.splice(0)) release();
      });
      json(response, { ok: true });
    });
    const transport = opened(nodeTransport());
    const round = (): Promise<string[]> =>
      Promise.all(
        Array.from({ length: 64 }, async () => (await transport.send(get(server.url))).text()),
      );
    expect(await round()).toHaveLength(64);
    expect(await round()).toHaveLength(64);
    expect(server.accepted()).toBe(64);
  });

  it("opens no more connections than allowed", async () => {
    const server = await serve((_request, response) => json(response, { ok: true }));
    const transport = opened(nodeTransport({ maxConnections: 2 }));
    await Promise.all(
      Array.from({ length: 10 }, async () => (await transport.send(get(server.url))).text()),
    );
    expect(server.accepted()).toBeLessThanOrEqual(2);
    expect(server.seen).toHaveLength(10);
  });

  it("closes idle connections", async () => {
    const server = await serve((_request, response) => json(response, { ok: true }));
    const transport = nodeTransport();
    await (await transport.send(get(server.url))).text();
    const [socket] = server.open();
    const closed = new Promise((resolve) => socket?.once("close", resolve));
    await transport.close?.();
    await closed;
    expect(server.open()).toEqual([]);
  });

  it("lets a body be read once", async () => {
    const server = await serve((_request, response) => json(response, { ok: true }));
    const response = await opened(nodeTransport()).send(get(server.url));
    await response.text();
    await expect(response.text()).rejects.toThrow("can be read once");
  });

  it("names what can't be sent, without its value", async () => {
    const transport = opened(nodeTransport());
    const headers = { "x-bad": "sec\r\nret" };
    const error = await transport
      .send(get("http://127.0.0.1:9/", { headers }))
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(String(error)).toMatch(/x-bad/);
    expect(String(error)).not.toMatch(/ret"?$/);
    await expect(transport.send(get("http://127.0.0.1:9/a b"))).rejects.toThrow(
      InvalidRequestError,
    );
    await expect(transport.send(get("ftp://127.0.0.1/a"))).rejects.toThrow(InvalidRequestError);
  });
});
