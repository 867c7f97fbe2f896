import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ConnectionError, TimeoutError } from "../../errors/index.js";
import { type Handler, json, type LocalServer, startServer } from "../testing/local-server.js";
import type { HttpRequest, Transport } from "../types.js";
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

/** With a silence so short that tests need not wait, or one so long that it never matters. */
const transports: readonly (readonly [string, (silence?: number) => Transport])[] = [
  ["nodeTransport", (inactivityTimeout = 60_000) => nodeTransport({ inactivityTimeout })],
  [
    "fetchTransport",
    (inactivityTimeout = 60_000) => fetchTransport(undefined, { inactivityTimeout }),
  ],
];

function get(url: string, extra: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url, headers: {}, ...extra };
}

async function closed(socket: Socket | undefined): Promise<void> {
  if (socket === undefined || socket.destroyed) return;
  await new Promise((resolve) => socket.once("close", resolve));
}

const headersOnly: Handler = (_request, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("half");
};

describe.each(transports)("faults of %s", (name, create) => {
  it("a port where nobody listens", async () => {
    const server = await serve(() => undefined);
    await server.close();
    const error = await create()
      .send(get(`${server.url}/x?secret=1`))
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
    expect(String(error)).toContain("GET /x");
    expect(String(error)).not.toContain("secret");
  });

  it("a connection reset before and amid the headers", async () => {
    for (const text of ["", "HTTP/1.1 200 OK\r\ncontent-le"]) {
      const server = await serve((_request, _response, { socket }) => {
        socket.write(text, () => socket.destroy());
      });
      const error = await create()
        .send(get(server.url))
        .catch((e: unknown) => e);
      expect(error).toBeInstanceOf(ConnectionError);
      expect(server.seen).toHaveLength(1);
    }
  });

  it("a connection reset amid the body", async () => {
    const server = await serve((request, response, { socket }) => {
      void headersOnly(request, response, undefined as never);
      setImmediate(() => socket.destroy());
    });
    const response = await create().send(get(server.url));
    await expect(response.text()).rejects.toBeInstanceOf(ConnectionError);
    const again = await create().send(get(server.url));
    const read = async (): Promise<void> => {
      for await (const chunk of again.stream()) expect(Buffer.from(chunk).toString()).toBe("half");
    };
    await expect(read()).rejects.toBeInstanceOf(ConnectionError);
  });

  it("a server that never answers", async () => {
    const server = await serve(() => undefined);
    const error = await create(40)
      .send(get(server.url))
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ elapsed: 40, attempts: 1 });
    await closed(server.open()[0]);
  });

  it("a server that falls silent amid the body", async () => {
    const server = await serve(headersOnly);
    const response = await create(400).send(get(server.url));
    await expect(response.text()).rejects.toBeInstanceOf(TimeoutError);
    await closed(server.open()[0]);
  });

  it("no silence while bytes keep coming, however slowly", async () => {
    const server = await serve(async (_request, response) => {
      for (let count = 0; count < 16; count++) {
        response.write("x");
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      response.end();
    });
    const response = await create(400).send(get(server.url));
    expect(await response.text()).toBe("x".repeat(16));
  });

  it("no silence of the server's while the consumer takes its time", async () => {
    const chunk = Buffer.alloc(64 * 1024);
    const server = await serve(async (_request, response) => {
      for (let count = 0; count < 64; count++) response.write(chunk);
      response.end();
    });
    const response = await create(300).send(get(server.url));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const reader = response.stream().getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 500));
    let bytes = 64 * 1024;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += part.value.length;
    }
    expect(bytes).toBeGreaterThanOrEqual(64 * chunk.length);
  });

  it("silence again after the consumer took its time", async () => {
    const server = await serve(headersOnly);
    const response = await create(300).send(get(server.url));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expect(response.text()).rejects.toBeInstanceOf(TimeoutError);
  });

  it("an abort before sending, waiting for headers, and reading the body", async () => {
    const reason = new Error("enough");
    const server = await serve(({ url }, response, message) => {
      if (url === "/half") void headersOnly({} as never, response, message);
    });
    const transport = create();
    const aborted = transport.send(get(server.url, { signal: AbortSignal.abort(reason) }));
    await expect(aborted).rejects.toBe(reason);
    expect(server.accepted()).toBe(0);

    const waiting = new AbortController();
    const pending = transport.send(get(server.url, { signal: waiting.signal }));
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    waiting.abort(reason);
    await expect(pending).rejects.toBe(reason);
    await closed(server.open()[0]);

    for (const read of ["text", "stream"] as const) {
      const reading = new AbortController();
      const response = await transport.send(get(`${server.url}/half`, { signal: reading.signal }));
      const body =
        read === "text" ? response.text() : new Response(response.stream()).arrayBuffer();
      setImmediate(() => reading.abort(reason));
      await expect(body).rejects.toBe(reason);
      await closed(server.open()[0]);
    }
  });

  it("an abort while the request's body is on its way", async () => {
    const server = await startServer(() => undefined);
    closing.push(() => server.close());
    const controller = new AbortController();
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(stream) {
        await new Promise((resolve) => setImmediate(resolve));
        stream.enqueue(new Uint8Array(1024));
      },
      cancel: () => void (cancelled = true),
    });
    const sent = create().send({
      method: "PUT",
      url: server.url,
      headers: {},
      body,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error("enough")), 30);
    await expect(sent).rejects.toThrow("enough");
    await closed(server.open()[0]);
    if (name === "nodeTransport") expect(cancelled).toBe(true);
  });

  it("a stream to send that can't be read", async () => {
    const server = await serve((_request, response) => json(response, {}));
    const broken = new Error("disk on fire");
    const body = new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(broken) });
    const sent = create().send({ method: "PUT", url: server.url, headers: {}, body });
    const error: unknown = await sent.catch((e: unknown) => e);
    // `fetch` does not tell one failure from another.
    if (name === "nodeTransport") expect(error).toBe(broken);
    else expect(error).toBeInstanceOf(ConnectionError);
    expect(server.seen).toEqual([]);
  });
});

describe("a kept connection that the server has closed", () => {
  /** Resets every second connection's request without an answer. */
  async function resetting(times: number): Promise<LocalServer> {
    let left = times;
    return serve(({ url }, response, { socket }) => {
      if (url === "/again" && left-- > 0) socket.resetAndDestroy();
      else json(response, { ok: true });
    });
  }

  it("is replaced once, without the caller noticing", async () => {
    const server = await resetting(1);
    const transport = nodeTransport();
    await (await transport.send(get(`${server.url}/first`))).text();
    const response = await transport.send({
      method: "PUT",
      url: `${server.url}/again`,
      headers: {},
      body: "payload",
    });
    expect(await response.text()).toBe('{"ok":true}');
    expect(server.seen.map(({ body }) => body)).toEqual(["", "payload", "payload"]);
    await transport.close?.();
  });

  it.each(["POST", "PATCH"] as const)("is not replaced for a %s", async (method) => {
    const server = await resetting(1);
    const transport = nodeTransport();
    await (await transport.send(get(`${server.url}/first`))).text();
    const sent = transport.send({ method, url: `${server.url}/again`, headers: {}, body: "x" });
    await expect(sent).rejects.toMatchObject({ name: "ConnectionError", code: "ECONNRESET" });
    expect(server.seen).toHaveLength(2);
    await transport.close?.();
  });

  it("is not replaced for a stream, nor when a new connection is reset", async () => {
    const server = await resetting(10);
    const transport = nodeTransport();
    await (await transport.send(get(`${server.url}/first`))).text();
    const body = new Blob(["payload"]).stream();
    const streamed = transport.send({
      method: "PUT",
      url: `${server.url}/again`,
      headers: {},
      body,
    });
    await expect(streamed).rejects.toBeInstanceOf(ConnectionError);
    await expect(transport.send(get(`${server.url}/again`))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    expect(server.seen.filter(({ url }) => url === "/again")).toHaveLength(2);
    await transport.close?.();
  });
});
