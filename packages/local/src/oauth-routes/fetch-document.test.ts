import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchFromThisMachine } from "./fetch-document.js";

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer(({ url: path }, response) => {
    if (path === "/jwks") response.end("keys");
    else if (path === "/away") response.writeHead(302, { location: "http://example.com/" }).end();
    else if (path === "/long") response.end("x".repeat(1024 * 1024 + 1));
    else response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe("documents of issuers", () => {
  it("are read from this machine", async () => {
    expect(await fetchFromThisMachine(`${url}/jwks`)).toBe("keys");
  });

  it.each(["https://idp.example/jwks", "http://127.0.0.1.evil.example/", "file:///etc/passwd"])(
    "are not asked for at %s",
    async (address) => {
      await expect(fetchFromThisMachine(address)).rejects.toThrow("is not on this machine");
    },
  );

  it.each([["/away"], ["/long"], ["/none"]])("are not had from %s", async (path) => {
    await expect(fetchFromThisMachine(url + path)).rejects.toThrow();
  });
});
