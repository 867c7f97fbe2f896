import { setImmediate } from "node:timers/promises";
import {
  type ApiError,
  ConnectionError,
  TimeoutError,
  TooManyRequests,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { clientOptions, failure, Lab, until } from "./support/lab.js";
import { serve } from "./support/raw-server.js";
import { StillTime } from "./support/still-time.js";

const me = "iam.CurrentUserAPI.me";

describe("a call's timeout", () => {
  it("holds while the headers are waited for", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, delay_ms: 60_000 });
    const call = failure(lab.w.currentUser.me({}, { timeout: 3_000 }));
    await lab.hit();
    lab.time.advance(3_000);
    const error = (await call) as TimeoutError;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ elapsed: 3_000, attempts: 1 });
    expect(error.message).toContain("within its timeout of 3 s (sent once)");
    expect(error.cause).toBeUndefined();
  });

  it("holds while the body is waited for, and lets go of the connection", async () => {
    await using server = await serve((response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
    });
    const time = new StillTime();
    const w = new WorkspaceClient({ ...clientOptions(time), host: server.host, token: "t" });
    const call = failure(w.currentUser.me({}, { timeout: 3_000 }));
    await until(() => server.received.length === 1 && time.responses === 2);
    await setImmediate();
    time.advance(3_000);
    expect(await call).toBeInstanceOf(TimeoutError);
    expect(await call).toMatchObject({ elapsed: 3_000, attempts: 1 });
    await time.transport.close?.();
    await until(() => server.connections.open === 0);
    expect(server.received).toHaveLength(1);
  });

  it("holds between attempts: a wait that would pass it is not begun", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 429, headers: { "retry-after": "2" } });
    const error = (await failure(lab.w.currentUser.me({}, { timeout: 5_000 }))) as TimeoutError;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ elapsed: 4_000, attempts: 3 });
    expect(error.message).toContain("(sent 3 times)");
    expect(error.cause).toBeInstanceOf(TooManyRequests);
    expect((error.cause as ApiError).attempts).toBe(3);
    expect(lab.statuses(me)).toEqual([429, 429, 429]);
  });

  it("holds during a later attempt, and keeps the error of the one before", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 503, times: 1 });
    lab.local.faults.add({ match: me, delay_ms: 60_000 });
    const call = failure(lab.w.currentUser.me({}, { timeout: 5_000 }));
    await lab.hit(1);
    lab.time.advance(4_000);
    expect(await call).toMatchObject({ name: "TimeoutError", attempts: 2, elapsed: 5_000 });
    expect(((await call) as TimeoutError).cause).toMatchObject({ status: 503 });
  });

  it("holds while the credentials are waited for", async () => {
    await using lab = await Lab.open({ time: new StillTime({ jumps: false }) });
    const never = new Promise<never>(() => {});
    const slow = { name: "slow", configure: () => never };
    const call = failure(lab.client({ credentials: slow }).currentUser.me({}, { timeout: 1_000 }));
    await until(() => lab.time.sleeps.includes(1_000));
    lab.time.advance(1_000);
    expect(await call).toMatchObject({ name: "TimeoutError", attempts: expect.any(Number) });
    expect(lab.statuses(me)).toEqual([]);
  });

  it("is each page's own when a list is read", async () => {
    await using lab = await Lab.open();
    for (const name of ["a", "b"]) await lab.w.jobs.create({ name });
    lab.local.faults.add({ match: "jobs.JobsAPI.list", skip: 1, delay_ms: 60_000 });
    const names: unknown[] = [];
    const read = async (): Promise<void> => {
      const jobs = lab.w.jobs.list({ limit: 1 }, { timeout: 2_000 });
      for await (const { settings } of jobs) names.push(settings?.name);
    };
    const reading = failure(read());
    await lab.hit();
    lab.time.advance(2_000);
    expect(await reading).toBeInstanceOf(TimeoutError);
    expect(names).toHaveLength(1);
  });

  it("that makes no sense is refused before anything is sent", async () => {
    await using lab = await Lab.open();
    for (const timeout of [-1, Number.NaN]) {
      const refused = await failure(lab.w.currentUser.me({}, { timeout }));
      expect(refused).toMatchObject({ name: "InvalidRequestError", field: "timeout" });
    }
    expect(lab.local.journal.entries()).toEqual([]);
  });

  it("leaves a later call alone", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, delay_ms: 60_000, times: 1 });
    const call = failure(lab.w.currentUser.me({}, { timeout: 100 }));
    await lab.hit();
    lab.time.advance(100);
    await call;
    expect((await lab.w.currentUser.me({}, { timeout: 100 })).userName).toBe(lab.local.userName);
    lab.time.advance(1_000);
    expect(lab.statuses(me).at(-1)).toBe(200);
  });
});

describe("a stream", () => {
  it("is under the timeout until its last byte", async () => {
    await using server = await serve((response) => {
      response.writeHead(200).write("half");
    });
    const time = new StillTime({ jumps: false });
    const w = new WorkspaceClient({ ...clientOptions(time), host: server.host, token: "t" });
    const request = { method: "GET", path: "/api/2.0/fs/files/x", raw: true } as const;
    const { contents } = await w.apiClient.request(request, { timeout: 3_000 });
    const reader = contents.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe("half");
    const next = failure(reader.read());
    time.advance(3_000);
    expect(await next).toBeInstanceOf(TimeoutError);
    await until(() => server.connections.open <= 1);
    await time.transport.close?.();
  });

  it("that breaks off says so, and is not asked for again", async () => {
    await using server = await serve((response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("some", () => response.destroy());
    });
    const time = new StillTime();
    const w = new WorkspaceClient({ ...clientOptions(time), host: server.host, token: "t" });
    const request = { method: "GET", path: "/api/2.0/fs/files/x", raw: true } as const;
    const { contents } = await w.apiClient.request(request);
    expect(await failure(new Response(contents).text())).toBeInstanceOf(ConnectionError);
    expect(server.received).toHaveLength(1);
  });
});
