import { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { Reply } from "./context.js";
import { startLab, type Lab } from "./testing/lab.js";

let lab: Lab;
let calls: number;
afterEach(() => lab.close());

async function start(): Promise<void> {
  calls = 0;
  lab = await startLab({
    get: () => {
      calls += 1;
      return { text: "x".repeat(100) };
    },
  });
}

const match = "lab.ThingsAPI.get";
const ask = (): Promise<Response> => lab.fetch("GET", "/api/2.0/things/1");

describe("a fault rule", () => {
  it("answers with a status, its usual code and headers, instead of the handler", async () => {
    await start();
    const { id } = lab.faults.add({
      match,
      status: 429,
      times: 1,
      headers: { "Retry-After": "2" },
    });
    const response = await ask();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "2"]);
    expect(await response.json()).toMatchObject({
      error_code: "REQUEST_LIMIT_EXCEEDED",
      message: `Injected by a fault rule for ${match}`,
    });
    expect(calls).toBe(0);
    expect(lab.journal.entries()[0]).toMatchObject({ status: 429, fault: id });
    expect((await ask()).status).toBe(200);
  });

  it("may do the work first", async () => {
    await start();
    lab.faults.add({
      match,
      status: 500,
      error_code: "UNKNOWN",
      message: "no",
      after_handler: true,
    });
    const response = await ask();
    expect(await response.json()).toMatchObject({ error_code: "UNKNOWN", message: "no" });
    expect([response.status, calls]).toEqual([500, 1]);
  });

  it("may answer HTML", async () => {
    await start();
    lab.faults.add({ match, status: 502, html: "<h1>Bad gateway</h1>" });
    const response = await ask();
    expect(response.headers.get("content-type")).toBe("text/html");
    expect([response.status, await response.text()]).toEqual([502, "<h1>Bad gateway</h1>"]);
  });

  it("may drop the connection, before or after the work", async () => {
    await start();
    lab.faults.add({ match, drop_connection: true, times: 1 });
    lab.faults.add({ match, drop_connection: true, times: 1, after_handler: true });
    await expect(ask()).rejects.toThrow("fetch failed");
    expect(calls).toBe(0);
    await expect(ask()).rejects.toThrow("fetch failed");
    expect(calls).toBe(1);
    expect(lab.journal.entries().map(({ status }) => status)).toEqual([0, 0]);
  });

  it("may cut the body short", async () => {
    await start();
    lab.faults.add({ match, truncate_body: 10 });
    const response = await ask();
    expect(response.headers.get("content-length")).toBe("111");
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const first = await reader.read();
    expect(first.value).toHaveLength(10);
    await expect(reader.read()).rejects.toThrow("terminated");
  });

  it("may only delay, or only add headers", async () => {
    await start();
    lab.faults.add({ match, delay_ms: 30, times: 1 });
    lab.faults.add({ match, headers: { "x-lab": "1" } });
    const before = performance.now();
    expect((await ask()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(29);
    expect((await ask()).headers.get("x-lab")).toBe("1");
  });
});

describe("a fault rule for transfers", () => {
  const whole = Buffer.alloc(300_000, "0123456789");
  const path = "/api/2.0/files/f";

  /** What of a body arrives before the connection ends, and whether it ended well. */
  async function received(response: Response): Promise<[length: number, complete: boolean]> {
    let length = 0;
    try {
      for await (const chunk of response.body ?? []) length += chunk.length;
      return [length, true];
    } catch {
      return [length, false];
    }
  }

  it.each([
    [0, "with a length", { "content-length": String(whole.length) }],
    [100_001, "with a length", { "content-length": String(whole.length) }],
    [0, "without one", {}],
    [100_001, "without one", {}],
    [300_000, "without one", {}],
  ])("cuts a stream after %i bytes, %s", async (length, _, headers) => {
    const blocks = [whole.subarray(0, 70_000), whole.subarray(70_000)];
    lab = await startLab({ download: () => new Reply(200, Readable.from(blocks), headers) });
    lab.faults.add({ match: "lab.ThingsAPI.download", truncate_body: length });
    expect(await received(await lab.fetch("GET", path))).toEqual([length, false]);
    expect(lab.errors).toEqual([]);
  });

  it.each([
    [0, 0, false],
    [123_457, 123_457, false],
    [300_000, 300_000, false],
    [300_001, 300_000, true],
  ])("ends an upload once %i bytes were read", async (length, read, ok) => {
    let size = 0;
    lab = await startLab({
      upload: async ({ contents }: { contents: AsyncIterable<Buffer> }) => {
        for await (const chunk of contents) size += chunk.length;
      },
    });
    lab.faults.add({ match: "PUT /api/2.0/files/**", drop_upload_after: length });
    const answer = lab.fetch("PUT", path, { body: whole });
    if (ok) expect((await answer).status).toBe(200);
    else await expect(answer).rejects.toThrow("fetch failed");
    expect(size).toBe(read);
    expect(lab.journal.entries()[0]?.status).toBe(ok ? 200 : 0);
    expect(lab.errors).toEqual([]);
  });

  it("answers as a storage service does", async () => {
    lab = await startLab({});
    const body = "<Error><Code>SlowDown</Code></Error>";
    const headers = { "content-type": "application/xml" };
    lab.faults.add({ match: "* /api/2.0/files/**", status: 503, body, headers });
    const response = await lab.fetch("GET", path);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      503,
      "application/xml",
    ]);
    expect(await response.text()).toBe(body);
  });

  it("lets go of an answer that is not sent", async () => {
    const unsent = [Readable.from(["a"]), Readable.from(["b"])];
    let next = 0;
    lab = await startLab({ download: () => new Reply(200, unsent[next++]) });
    const match = "lab.ThingsAPI.download";
    lab.faults.add({ match, status: 500, after_handler: true, times: 1 });
    lab.faults.add({ match, drop_connection: true, after_handler: true, times: 1 });
    expect((await lab.fetch("GET", path)).status).toBe(500);
    await expect(lab.fetch("GET", path)).rejects.toThrow("fetch failed");
    expect(unsent.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });
});
