import { getEventListeners } from "node:events";
import { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { Lab, until } from "./support/lab.js";
import { relayTo } from "./support/raw-server.js";
import { StillTime } from "./support/still-time.js";

const many = Array.from({ length: 64 }, (_, index) => index);

/** For calls that sleep side by side, none of them under a deadline. */
const calm = (): StillTime => new StillTime({ patience: 2 });

describe("64 calls at once", () => {
  it("take at most 64 connections, which later calls use again and `close` ends", async () => {
    await using lab = await Lab.open();
    await using relay = await relayTo(lab.local.host);
    const w = new WorkspaceClient({ env: {}, host: relay.host, token: lab.local.token });
    const burst = (): Promise<unknown[]> => Promise.all(many.map(() => w.currentUser.me()));
    expect(await burst()).toHaveLength(64);
    const { total } = relay.connections;
    expect(total).toBeLessThanOrEqual(64);
    for (let round = 0; round < 3; round++) await burst();
    expect(relay.connections.total).toBeLessThanOrEqual(64);
    for (let call = 0; call < 20; call++) await w.currentUser.me();
    expect(relay.connections.total).toBeLessThanOrEqual(64);
    await w.close();
    await until(() => relay.connections.open === 0);
    expect(lab.statuses("iam.CurrentUserAPI.me")).toHaveLength(64 * 4 + 20);
  });

  it("keep to `maxConnectionsPerPool`, and all come through", async () => {
    await using lab = await Lab.open();
    await using relay = await relayTo(lab.local.host);
    const options = { env: {}, host: relay.host, token: lab.local.token };
    await using w = new WorkspaceClient({ ...options, maxConnectionsPerPool: 4 });
    const all = await Promise.all(many.map(() => w.currentUser.me()));
    expect(new Set(all.map(({ userName }) => userName))).toEqual(new Set([lab.local.userName]));
    expect(relay.connections.total).toBeLessThanOrEqual(4);
  });

  it("ask for the host's metadata and the credentials once", async () => {
    await using lab = await Lab.open();
    let configured = 0;
    const headers = async (): Promise<Record<string, string>> => ({
      authorization: `Bearer ${lab.local.token}`,
    });
    const configure = async (): Promise<{ headers: typeof headers }> => {
      configured += 1;
      return { headers };
    };
    const w = lab.client({ token: undefined, credentials: { name: "counted", configure } });
    await Promise.all(many.map(() => w.currentUser.me()));
    expect(configured).toBe(1);
    const paths = lab.local.journal.entries().map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("/.well-known/"))).toHaveLength(1);
  });

  it("each get their own answer, also while some fail and some are asked for again", async () => {
    await using lab = await Lab.open({ time: calm(), local: { seed: 7 } });
    const jobs = await Promise.all(many.map((each) => lab.w.jobs.create({ name: `job ${each}` })));
    const match = "jobs.JobsAPI.get";
    lab.local.faults.add({ match, status: 503, probability: 0.2 });
    lab.local.faults.add({ match, truncate_body: 20, probability: 0.2 });
    const names = await Promise.all(
      jobs.map(async ({ job_id }) => (await lab.w.jobs.get({ job_id: job_id! })).settings?.name),
    );
    expect(names).toEqual(many.map((each) => `job ${each}`));
    expect(lab.statuses(match).length).toBeGreaterThan(64);
  });

  it("under one signal end together, and leave nothing behind", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    await using lab = await Lab.open();
    await using relay = await relayTo(lab.local.host);
    const w = new WorkspaceClient({ env: {}, host: relay.host, token: lab.local.token });
    const { signal } = new AbortController();
    await Promise.all(many.map(() => w.currentUser.me({}, { signal, timeout: 60_000 })));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);

    const match = "iam.CurrentUserAPI.me";
    const { id } = lab.local.faults.add({ match, delay_ms: 60_000 });
    const stop = new AbortController();
    const calls = many.map(() => w.currentUser.me({}, { signal: stop.signal }));
    const ends = Promise.allSettled(calls);
    await until(() => lab.local.faults.list()[0]?.hits === 64);
    stop.abort(new Error("enough"));
    for (const end of await ends) {
      expect(end).toMatchObject({ status: "rejected", reason: stop.signal.reason });
    }
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
    lab.local.faults.remove(id);
    await until(() => relay.connections.open === 0);
    await w.currentUser.me();
    await w.close();
    process.off("warning", warn);
    expect(warnings).toEqual([]);
  });
});

describe("the rate limit", () => {
  it("is one for all clients of a host, the lowest", async () => {
    await using lab = await Lab.open({ time: calm() });
    const [first, second] = [lab.client({ rateLimit: 20 }), lab.client({ rateLimit: 5 })];
    await first.currentUser.me();
    await second.currentUser.me();
    const started = lab.time.clock.now();
    await Promise.all(many.slice(0, 20).map((each) => [first, second][each % 2]?.currentUser.me()));
    const seconds = (lab.time.clock.now() - started) / 1000;
    // Of 22 requests, at most 5 went at once; the other 17 came at 5 per second.
    expect(seconds).toBeGreaterThanOrEqual(3);
    expect(seconds).toBeLessThanOrEqual(4);
  });

  it("counts repeated requests, too", async () => {
    await using lab = await Lab.open({ time: calm() });
    const w = lab.client({ rateLimit: 1 });
    const headers = { "retry-after": "0" };
    lab.local.faults.add({ match: "iam.CurrentUserAPI.me", status: 429, headers, times: 4 });
    const started = lab.time.clock.now();
    await w.currentUser.me();
    expect(lab.time.clock.now() - started).toBe(4_000);
  });

  it("does not hold back clients of other hosts, nor those without", async () => {
    await using lab = await Lab.open({ time: calm() });
    await using other = await Lab.open({ time: lab.time });
    await lab.client({ rateLimit: 1 }).currentUser.me();
    const started = lab.time.clock.now();
    await Promise.all([
      other.client({ rateLimit: 1 }).currentUser.me(),
      ...many.map(() => lab.w.currentUser.me()),
    ]);
    expect(lab.time.clock.now()).toBe(started);
  });
});
