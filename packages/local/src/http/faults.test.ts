import { afterEach, describe, expect, it } from "vitest";
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
