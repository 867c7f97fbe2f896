import diagnostics from "node:diagnostics_channel";
import type { RequestEvent, ResponseEvent, RetryEvent } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";

const me = "iam.CurrentUserAPI.me";

/** What is published while `work` runs. */
async function published(work: () => Promise<unknown>): Promise<{
  request: RequestEvent[];
  response: ResponseEvent[];
  retry: RetryEvent[];
}> {
  const events = { request: [], response: [], retry: [] };
  const stops = Object.entries(events).map(([name, list]: [string, unknown[]]) => {
    const channel = `databricks-sdk-ts:${name}`;
    const keep = (message: unknown): void => void list.push(message);
    diagnostics.subscribe(channel, keep);
    return () => diagnostics.unsubscribe(channel, keep);
  });
  try {
    await work();
  } finally {
    for (const stop of stops) stop();
  }
  return events;
}

describe("the diagnostics channels", () => {
  it("tell of every attempt when it begins and ends, and of every retry", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 429, headers: { "retry-after": "3" }, times: 2 });
    const { request, response, retry } = await published(() => lab.w.currentUser.me());
    const url = `${lab.local.host}/api/2.0/preview/scim/v2/Me`;
    expect(request).toEqual([1, 2, 3].map((attempt) => ({ method: "GET", url, attempt })));
    expect(response.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(response.map((event) => event.request)).toEqual(request);
    expect(response.every((event, index) => event.request === request[index])).toBe(true);
    expect(retry).toMatchObject([
      { method: "GET", path: "/api/2.0/preview/scim/v2/Me", attempt: 1, delay: 3000 },
      { attempt: 2, delay: 3000, error: { status: 429 } },
    ]);
  });

  it("tell why no response came", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, truncate_body: 2 });
    const { response } = await published(() =>
      failure(lab.w.currentUser.me({}, { retry: { maxAttempts: 2 } })),
    );
    expect(response).toHaveLength(2);
    for (const { status, error } of response) {
      expect(status).toBeUndefined();
      expect(error).toMatchObject({ name: "ConnectionError" });
    }
  });

  it("count one request per page and per poll", async () => {
    await using lab = await Lab.open();
    for (const name of ["a", "b", "c"]) await lab.w.jobs.create({ name });
    const { request, response, retry } = await published(() =>
      lab.w.jobs.list({ limit: 1 }).toArray(),
    );
    expect([request.length, response.length, retry.length]).toEqual([3, 3, 0]);
  });
});

describe("the server sees", () => {
  it("a user agent that tells product, SDK, runtime, system and how one signed in", async () => {
    await using lab = await Lab.open();
    const w = lab.client({
      product: "my-tool",
      productVersion: "1.2.3",
      userAgentExtras: [["team", "maps"]],
      env: { GITHUB_ACTIONS: "true", DATABRICKS_RUNTIME_VERSION: "15.4 LTS" },
    });
    await w.currentUser.me();
    const userAgent = lab.local.journal.entries().at(-1)?.userAgent;
    expect(userAgent).toMatch(
      /^my-tool\/1\.2\.3 databricks-sdk-ts\/\d+\.\d+\.\d+\S* node\/\S+ os\/\w+ auth\/pat team\/maps /,
    );
    expect(userAgent).toMatch(/ runtime\/15\.4-LTS cicd\/github$/);
  });

  it("one trace per call, which its attempts share", async () => {
    const traces: (string | undefined)[] = [];
    await using lab = await Lab.open();
    const { transport } = lab.time;
    const w = lab.client({
      transport: {
        send(request) {
          if (request.url.endsWith("/Me")) traces.push(request.headers["traceparent"]);
          return transport.send(request);
        },
      },
    });
    lab.local.faults.add({ match: me, status: 503, times: 1 });
    await w.currentUser.me();
    await w.currentUser.me();
    expect(traces[0]).toMatch(
      /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$|^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/,
    );
    expect(traces[1]).toBe(traces[0]);
    expect(traces[2]).not.toBe(traces[0]);
  });

  it("each attempt, in its journal, with the fault that hit it and who asked", async () => {
    await using lab = await Lab.open();
    const { id } = lab.local.faults.add({ match: me, status: 429, times: 1 });
    await lab.w.currentUser.me();
    const entries = lab.local.journal.entries().filter(({ operation }) => operation === me);
    expect(entries).toMatchObject([
      { status: 429, fault: id, verb: "GET", principal: lab.local.userName },
      { status: 200, verb: "GET", workspaceId: lab.local.workspaceId },
    ]);
    expect(entries[1]).not.toHaveProperty("fault");
    expect(lab.local.journal.entries(entries[0]?.id)).toHaveLength(1);
  });

  it("the caller's headers, but never in place of the credentials", async () => {
    const seen: Record<string, string>[] = [];
    await using lab = await Lab.open();
    const { transport } = lab.time;
    const w = lab.client({
      transport: {
        send(request) {
          seen.push({ ...request.headers });
          return transport.send(request);
        },
      },
    });
    const headers = { "X-Mine": "1", Authorization: "Bearer other" };
    await w.currentUser.me({}, { headers });
    expect(seen.at(-1)).toMatchObject({
      "x-mine": "1",
      authorization: `Bearer ${lab.local.token}`,
    });
  });
});
