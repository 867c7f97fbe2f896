import {
  type ApiError,
  ConnectionError,
  InternalError,
  TemporarilyUnavailable,
  TimeoutError,
  TooManyRequests,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";
import { StillTime } from "./support/still-time.js";

const me = "iam.CurrentUserAPI.me";

describe("a busy service", () => {
  it("is asked again as often as it says, after the time it asks for", async () => {
    await using lab = await Lab.open();
    const headers = { "retry-after": "7" };
    lab.local.faults.add({ match: me, status: 429, headers, times: 3 });
    expect((await lab.w.currentUser.me()).userName).toBe(lab.local.userName);
    expect(lab.statuses(me)).toEqual([429, 429, 429, 200]);
    expect(lab.time.sleeps).toEqual([7000, 7000, 7000]);
  });

  it("is asked again after a second when it does not say when", async () => {
    await using lab = await Lab.open({ client: { random: () => 0.5 } });
    lab.local.faults.add({ match: me, status: 429, times: 2 });
    lab.local.faults.add({ match: me, status: 503, times: 1 });
    await lab.w.currentUser.me();
    expect(lab.time.sleeps).toEqual([1500, 1500, 1500]);
  });

  it("is asked again at the date that it names", async () => {
    await using lab = await Lab.open();
    const date = new Date(lab.time.clock.now() + 90_000).toUTCString();
    lab.local.faults.add({ match: me, status: 503, headers: { "Retry-After": date }, times: 1 });
    await lab.w.currentUser.me();
    expect(lab.time.sleeps).toEqual([90_000]);
    expect(lab.statuses(me)).toEqual([503, 200]);
  });

  it("gets the same request each time, whatever the method", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: "jobs.JobsAPI.create", status: 429, times: 2 });
    const { job_id } = await lab.w.jobs.create({ name: "kept" });
    expect((await lab.w.jobs.get({ job_id: job_id! })).settings?.name).toBe("kept");
    const names = lab.local.journal.entries().map((entry) => entry.request?.["name"]);
    expect(names.filter((name) => name === "kept")).toHaveLength(1);
    expect(lab.statuses("jobs.JobsAPI.create")).toEqual([429, 429, 200]);
  });
});

describe("when retries run out", () => {
  it("the last real error is thrown, with how often and how long it was tried", async () => {
    await using lab = await Lab.open({ client: { retry: { timeout: 10_000 } } });
    lab.local.faults.add({ match: me, status: 503, message: "come back later", times: 4 });
    lab.local.faults.add({ match: me, status: 429, message: "slow down" });
    const error = (await failure(lab.w.currentUser.me())) as TooManyRequests;
    expect(error).toBeInstanceOf(TooManyRequests);
    expect(error).toMatchObject({ status: 429, attempts: 11, method: "GET" });
    expect(error.message).toMatch(/^slow down .*\(gave up after 11 attempts in 10 s\)$/);
    expect(lab.statuses(me)).toHaveLength(11);
  });

  it("the limit of five minutes holds by default, and `retryTimeoutSeconds` moves it", async () => {
    await using lab = await Lab.open({ client: { retryTimeoutSeconds: 60 } });
    const headers = { "retry-after": "50" };
    lab.local.faults.add({ match: "* /**", status: 503, headers });
    expect(await failure(lab.w.currentUser.me())).toMatchObject({ attempts: 2 });
    expect(await failure(lab.client().currentUser.me())).toMatchObject({ attempts: 7 });
  });

  it("a call can narrow the client's limits but not widen them", async () => {
    await using lab = await Lab.open({ client: { retry: { maxAttempts: 3 } } });
    lab.local.faults.add({ match: me, status: 503 });
    const attempts = async (retry?: false | { maxAttempts: number }): Promise<unknown> => {
      const error = await failure(lab.w.currentUser.me({}, retry === undefined ? {} : { retry }));
      expect(error).toBeInstanceOf(TemporarilyUnavailable);
      return (error as ApiError).attempts;
    };
    expect(await attempts()).toBe(3);
    expect(await attempts({ maxAttempts: 2 })).toBe(2);
    expect(await attempts({ maxAttempts: 9 })).toBe(3);
    expect(await attempts(false)).toBe(1);
  });

  it("a wait that the service asks for beyond the limit is not begun", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 429, headers: { "retry-after": "3600" } });
    const error = await failure(lab.w.currentUser.me());
    expect(error).toMatchObject({ attempts: 1, retryAfter: 3_600_000 });
    expect(lab.time.sleeps).toEqual([]);
  });
});

describe("what another attempt would not mend", () => {
  it("is not asked for again", async () => {
    await using lab = await Lab.open();
    const statuses = [400, 401, 403, 404, 409, 500, 501, 502, 504];
    for (const status of statuses) lab.local.faults.add({ match: me, status, times: 1 });
    for (const status of statuses) {
      expect(await failure(lab.w.currentUser.me())).toMatchObject({ status, attempts: 1 });
    }
    expect(lab.statuses(me)).toEqual(statuses);
  });

  it("is asked for again where the service says that the cause passes", async () => {
    await using lab = await Lab.open();
    const match = "compute.ClustersAPI.listZones";
    const message = "ClusterNotReadyException: the cluster is starting";
    lab.local.faults.add({ match, status: 500, message, times: 1 });
    lab.local.faults.add({ match, status: 400, error_code: "REQUEST_LIMIT_EXCEEDED", times: 1 });
    await lab.w.clusters.listZones();
    expect(lab.statuses(match)).toEqual([500, 400, 200]);
  });

  it("is a stream, which is sent once and whose error surfaces", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: "POST /api/2.0/dbfs/put", status: 503, message: "busy" });
    const body = new Blob(["{}"]).stream();
    const request = { method: "POST", path: "/api/2.0/dbfs/put", body } as const;
    const error = await failure(lab.w.apiClient.request(request));
    expect(error).toMatchObject({ status: 503, attempts: 1, errorCode: "TEMPORARILY_UNAVAILABLE" });
    const again = { ...request, body: new Blob(["{}"]) };
    const retry = { maxAttempts: 2 };
    expect(await failure(lab.w.apiClient.request(again, { retry }))).toMatchObject({ attempts: 2 });
  });
});

describe("a broken connection", () => {
  it("before an answer: the request is sent again, at once where the connection was a kept one", async () => {
    await using lab = await Lab.open();
    await lab.w.currentUser.me();
    lab.local.journal.clear();
    lab.local.faults.add({ match: me, drop_connection: true, times: 3 });
    await lab.w.currentUser.me();
    expect(lab.statuses(me)).toEqual([0, 0, 0, 200]);
    expect(lab.time.sleeps).toEqual([1000, 2000]);
  });

  it("for good: the error says so, and how often was tried", async () => {
    await using lab = await Lab.open({ client: { retry: { maxAttempts: 3 } } });
    lab.local.faults.add({ match: me, drop_connection: true });
    const error = await failure(lab.w.currentUser.me());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: "ECONNRESET" });
    expect(String(error)).toContain("gave up after 3 attempts");
  });

  it("in the middle of a body: reading is repeated, writing is not", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, truncate_body: 10, times: 2 });
    expect((await lab.w.currentUser.me()).userName).toBe(lab.local.userName);
    expect(lab.statuses(me)).toHaveLength(3);

    lab.local.faults.add({ match: "jobs.JobsAPI.create", truncate_body: 3 });
    const error = await failure(lab.w.jobs.create({ name: "once" }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain("the connection was lost while the response was being read");
    expect(await lab.w.jobs.list().toArray()).toHaveLength(1);
  });

  it("in the middle of an error's body: the error counts, and keeps what cut it off", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 500, truncate_body: 4 });
    const error = (await failure(lab.w.currentUser.me())) as InternalError;
    expect(error).toBeInstanceOf(InternalError);
    expect(error).toMatchObject({ status: 500, attempts: 1 });
    expect(error.cause).toBeInstanceOf(ConnectionError);
  });

  it("to nobody: the message says what to check", async () => {
    await using lab = await Lab.open({ client: { retry: false } });
    await lab.local.close();
    const error = await failure(lab.w.currentUser.me());
    expect(error).toMatchObject({ name: "ConnectionError", code: "ECONNREFUSED" });
    expect(String(error)).toContain("check `host` (DATABRICKS_HOST)");
  });
});

describe("a silent server", () => {
  it("is given up after the time without a byte, and asked again", async () => {
    await using lab = await Lab.open({ time: new StillTime({ inactivityTimeout: 80 }) });
    lab.local.faults.add({ match: me, delay_ms: 60_000, times: 2 });
    expect((await lab.w.currentUser.me()).userName).toBe(lab.local.userName);
    expect(lab.local.faults.list()[0]?.hits).toBe(2);
    expect(lab.time.sleeps).toEqual([1000, 2000]);
  });

  it("is named when it stays silent; `httpTimeoutSeconds` is the time without a byte", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, delay_ms: 60_000 });
    const { host, token } = lab.local;
    const options = { env: {}, host, token, httpTimeoutSeconds: 0.08, retry: false } as const;
    await using w = new WorkspaceClient(options);
    const error = await failure(w.currentUser.me());
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ attempts: 1, elapsed: 80 });
    expect(String(error)).toMatch(/no response came, 127.0.0.1:\d+ was silent for 0.08 s/);
  });
});
