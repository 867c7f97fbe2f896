import { afterEach, describe, expect, it } from "vitest";
import { json, startServer } from "../testing/local-server.js";
import type { HttpRequest } from "../types.js";
import { nodeTransport } from "./node.js";

const closing: (() => Promise<unknown> | undefined)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe("a connection that a server keeps for a short time only", () => {
  it("may be silent as long as any other, once it is used again", async () => {
    let count = 0;
    const server = await startServer((_request, response) => {
      // Node closes it a second before that when it is idle: after one second.
      response.setHeader("keep-alive", "timeout=2");
      if (count++ === 0) json(response, {});
      else setTimeout(() => json(response, { late: true }), 1_300);
    });
    const transport = nodeTransport({ inactivityTimeout: 10_000 });
    closing.push(
      () => transport.close?.(),
      () => server.close(),
    );
    const request: HttpRequest = { method: "GET", url: server.url, headers: {} };
    await (await transport.send(request)).text();
    const second = await transport.send(request);
    expect(await second.text()).toBe('{"late":true}');
    expect(server.accepted()).toBe(1);
  });
});
