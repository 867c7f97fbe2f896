import { getEventListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { json, type LocalServer, startServer } from "../http/testing/local-server.js";
import { ApiClient } from "./api-client.js";
import type { ListOperation, Operation } from "./operation.js";

const get: Operation = { verb: "GET", path: "/api/x" };
const list: ListOperation = {
  verb: "GET",
  path: "/api/list",
  paging: { kind: "token", items: "items", token: ["page_token", "next_page_token"] },
};

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A client of the machine's own transport and clock, and a server with three pages of a list. */
async function started(): Promise<{ readonly client: ApiClient; readonly server: LocalServer }> {
  const server = await startServer(({ url }, response) => {
    if (url.startsWith("/.well-known/")) return json(response, {}, 404);
    const page = Number(new URL(url, "http://x").searchParams.get("page_token") ?? 0);
    return json(response, { items: [1, 2], next_page_token: page < 2 ? String(page + 1) : "" });
  });
  const client = new ApiClient({ host: server.url, token: "dapi-x", env: {} });
  closing.push(
    () => client.close(),
    () => server.close(),
  );
  return { client, server };
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
}

/** How few timers there are within two seconds: the test runner has short-lived ones of its own. */
async function fewestTimers(atMost: number): Promise<number> {
  let fewest = timers();
  for (let round = 0; round < 100 && fewest > atMost; round++) {
    await setTimeout(20);
    fewest = Math.min(fewest, timers());
  }
  return fewest;
}

describe("what calls cost", () => {
  it("is one request each, and one for the host's metadata", async () => {
    const { client, server } = await started();
    await Promise.all(Array.from({ length: 8 }, () => client.call(get)));
    for (let count = 0; count < 4; count++) await client.call(get);
    const urls = server.seen.map(({ url }) => url);
    expect(urls.filter((url) => url === "/api/x")).toHaveLength(12);
    expect(urls.filter((url) => url !== "/api/x")).toEqual(["/.well-known/databricks-config"]);
  });

  it("is one request for each page of a list, and none ahead", async () => {
    const { client, server } = await started();
    for await (const item of client.list(list)) if (item === 2) break;
    expect(server.seen.filter(({ url }) => url.startsWith("/api/list"))).toHaveLength(1);
    expect(await client.list(list).toArray()).toHaveLength(6);
    expect(server.seen.filter(({ url }) => url.startsWith("/api/list"))).toHaveLength(4);
  });

  it("is one connection for calls one after the other", async () => {
    const { client, server } = await started();
    for (let count = 0; count < 20; count++) await client.call(get);
    expect(server.accepted()).toBe(1);
  });

  it("leaves no timer behind, with and without a time limit", async () => {
    const { client } = await started();
    await client.call(get);
    const before = timers();
    await Promise.all(Array.from({ length: 8 }, () => client.call(get, {}, { timeout: 60_000 })));
    await client.call(get);
    expect(await fewestTimers(before)).toBeLessThanOrEqual(before);
  });

  it("leaves no listener on a signal that serves a thousand calls", async () => {
    const { client } = await started();
    const { signal } = new AbortController();
    for (let round = 0; round < 100; round++) {
      const timeout = round % 2 === 0 ? {} : { timeout: 60_000 };
      const call = (): Promise<unknown> => client.call(get, {}, { signal, ...timeout });
      await Promise.all(Array.from({ length: 10 }, call));
    }
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
