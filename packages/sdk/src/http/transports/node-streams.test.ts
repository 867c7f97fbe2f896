import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type LocalServer, startServer } from "../testing/local-server.js";
import type { Transport } from "../types.js";
import { nodeTransport } from "./node.js";

const closing: (() => Promise<unknown> | undefined)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function opened(): Transport {
  const transport = nodeTransport();
  closing.push(() => transport.close?.());
  return transport;
}

async function serve(...args: Parameters<typeof startServer>): Promise<LocalServer> {
  const server = await startServer(...args);
  closing.push(() => server.close());
  return server;
}

const megabyte = 1024 * 1024;
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("streams of nodeTransport", () => {
  it("hold a fast server back while nobody reads", async () => {
    let written = 0;
    const server = await serve(async (_request, response) => {
      response.writeHead(200);
      while (written < 256 * megabyte && !response.destroyed) {
        written += megabyte;
        if (response.write(Buffer.alloc(megabyte))) continue;
        await new Promise((resolve) => {
          response.once("drain", resolve);
          response.once("close", resolve);
        });
      }
    });
    const response = await opened().send({ method: "GET", url: server.url, headers: {} });
    const reader = response.stream().getReader();
    await reader.read();
    await pause(100);
    expect(written).toBeLessThan(64 * megabyte);
    await reader.cancel();
    await pause(20);
    expect(server.open()).toEqual([]);
  });

  it("end, and are let go of, when the answer comes before all of them is sent", async () => {
    const server = createHttpServer((_request, response) => {
      response.writeHead(503, { "content-length": "4" }).end("busy");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await pause(1);
        controller.enqueue(new Uint8Array(1000));
      },
      cancel: () => void (cancelled = true),
    });
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const response = await opened().send({ method: "PUT", url, headers: {}, body });
    expect(await response.text()).toBe("busy");
    await pause(20);
    expect(cancelled).toBe(true);
  });

  it("can be cancelled when all of the body has come", async () => {
    const server = await serve((_request, response) => void response.end("whole"));
    for (let i = 0; i < 3; i++) {
      const response = await opened().send({ method: "GET", url: server.url, headers: {} });
      const stream = response.stream();
      await (i === 0 ? pause(20) : undefined);
      await stream.cancel();
    }
    await pause(20); // an error in between would have nobody to catch it
    expect(server.seen).toHaveLength(3);
  });

  it("read a source no faster than the server takes it", async () => {
    // Nobody reads what comes.
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      socket.on("error", () => undefined);
      closing.push(async () => void socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(async () => void server.close());
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    let produced = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setImmediate(resolve));
        produced += megabyte;
        controller.enqueue(new Uint8Array(megabyte));
      },
    });
    const controller = new AbortController();
    const { signal } = controller;
    const sent = opened().send({ method: "PUT", url, headers: {}, body, signal });
    await pause(200);
    expect(produced).toBeLessThan(64 * megabyte);
    controller.abort(new Error("enough"));
    await expect(sent).rejects.toThrow("enough");
  });

  it("carry megabytes unchanged, both ways", async () => {
    const bytes = Uint8Array.from({ length: 3 * megabyte }, (_, index) => (index * 31) & 0xff);
    const server = await startServer(() => undefined);
    closing.push(() => server.close());
    server.server.removeAllListeners("request");
    server.server.on("request", (message, response) => message.pipe(response));
    const transport = opened();
    const body = new Blob([bytes]).stream();
    const response = await transport.send({ method: "PUT", url: server.url, headers: {}, body });
    const returned = new Uint8Array(await new Response(response.stream()).arrayBuffer());
    expect(Buffer.compare(returned, bytes)).toBe(0);
  });

  it("hand out plain bytes", async () => {
    const server = await serve((_request, response) => void response.end("bytes"));
    const response = await opened().send({ method: "GET", url: server.url, headers: {} });
    for await (const chunk of response.stream()) {
      expect(Object.getPrototypeOf(chunk)).toBe(Uint8Array.prototype);
    }
  });
});
