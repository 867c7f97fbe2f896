import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startLocalWorkspace, type LocalWorkspace } from "../server.js";
import { call, CallError, send } from "../testing/call.js";
import { parseDuration } from "./duration.js";

let workspace: LocalWorkspace;
beforeEach(async () => {
  workspace = await startLocalWorkspace({ clock: "manual" });
});
afterEach(() => workspace.close());

const ask = <T = Record<string, unknown>>(verb: string, path: string, body?: unknown): Promise<T> =>
  call<T>(workspace, verb, path, body, { token: null });

describe("/_local", () => {
  it("says that it is there, and who it is, but not its token", async () => {
    expect(await ask("GET", "/_local/health")).toEqual({ status: "ok", version: "0.1.0" });
    const ready = await ask("GET", "/_local/ready");
    expect(ready).toEqual({
      ready: true,
      host: workspace.host,
      accountId: workspace.accountId,
      workspaceId: String(workspace.workspaceId),
      userName: workspace.userName,
    });
  });

  it("counts every operation of the API", async () => {
    const { total, implemented, operations } = await ask<{
      total: number;
      implemented: number;
      operations: { operation: string; implemented: boolean }[];
    }>("GET", "/_local/coverage");
    expect(operations).toHaveLength(total);
    expect(new Set(operations.map(({ operation }) => operation)).size).toBe(total);
    expect(implemented).toBe(operations.filter((one) => one.implemented).length);
    expect(operations).toContainEqual({ operation: "iam.CurrentUserAPI.me", implemented: true });
    expect(total).toBeGreaterThan(1300);
  });

  it("shows the journal, from any entry on, and its own requests not at all", async () => {
    await send(workspace, "GET", "/api/2.0/preview/scim/v2/Me");
    await send(workspace, "GET", "/not/there");
    const { last, entries } = await ask<{ last: number; entries: { path: string }[] }>(
      "GET",
      "/_local/journal?since=1",
    );
    expect([last, entries.map(({ path }) => path)]).toEqual([2, ["/not/there"]]);
    expect(await ask("GET", "/_local/journal/unimplemented")).toEqual({
      requests: [{ request: "GET /not/there", count: 1 }],
    });
    await ask("DELETE", "/_local/journal");
    expect(workspace.journal.entries()).toEqual([]);
    await expect(ask("GET", "/_local/journal?since=x")).rejects.toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
    });
  });

  it("adds, lists and removes fault rules", async () => {
    const rule = { match: "GET /api/**", status: 503, times: 1 };
    const { id } = await ask<{ id: number }>("POST", "/_local/faults", rule);
    expect(await ask("GET", "/_local/faults")).toEqual({ faults: [{ id, rule, hits: 0 }] });
    expect((await send(workspace, "GET", "/api/2.0/preview/scim/v2/Me")).status).toBe(503);
    await ask("DELETE", `/_local/faults/${id}`);
    await expect(ask("DELETE", `/_local/faults/${id}`)).rejects.toMatchObject({ status: 404 });
    await ask("POST", "/_local/faults", rule);
    await ask("DELETE", "/_local/faults");
    expect(workspace.faults.list()).toEqual([]);
    await expect(ask("POST", "/_local/faults", { match: "jobs.JobsAPI.creat" })).rejects.toThrow(
      "there is no operation jobs.JobsAPI.creat",
    );
    await expect(ask("POST", "/_local/faults", { match: "x" })).rejects.toThrow(
      "fault rule: match must be an operation id",
    );
  });

  it("advances the clock", async () => {
    const before = workspace.clock.now();
    const after = await ask("POST", "/_local/clock", { advance: "1h30m" });
    expect(after).toEqual({
      mode: "manual",
      now: before + 5_400_000,
      time: new Date(before + 5_400_000).toISOString(),
    });
    expect(await ask("GET", "/_local/clock")).toEqual(after);
    await expect(ask("POST", "/_local/clock", { advance: "soon" })).rejects.toBeInstanceOf(
      CallError,
    );
  });

  it("resets", async () => {
    await send(workspace, "GET", "/not/there");
    await ask("POST", "/_local/reset");
    expect(workspace.journal.entries()).toEqual([]);
  });

  it("knows no other paths", async () => {
    await expect(ask("GET", "/_local/nothing")).rejects.toMatchObject({
      errorCode: "ENDPOINT_NOT_FOUND",
    });
  });
});

describe("strangers", () => {
  it.each([
    [{ host: "evil.example" }, 403],
    [{ host: "127.0.0.1.evil.example" }, 403],
    [{ host: "10.0.0.1:80" }, 403],
    [{ host: "localhost", origin: "https://evil.example" }, 403],
    [{ host: "localhost", origin: "null" }, 403],
    [{ host: "localhost:1", origin: "http://localhost:1" }, 200],
    [{ host: "dbx.localhost" }, 200],
    [{ host: "[::1]:80" }, 200],
  ])("%j: %i", async (headers, status) => {
    expect(await statusOf(headers)).toBe(status);
  });
});

/** Why not `fetch`: it does not let one choose the Host header. */
function statusOf(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${workspace.host}/_local/health`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

describe("parseDuration", () => {
  it.each([
    [90, 90],
    ["90", 90],
    ["250ms", 250],
    ["1.5s", 1500],
    [" 5m ", 300_000],
    ["1h30m", 5_400_000],
    ["2d", 172_800_000],
    [0, 0],
    [-1, undefined],
    [Infinity, undefined],
    ["", undefined],
    ["5 m", undefined],
    ["m5", undefined],
    [null, undefined],
  ])("%j is %s", (value, milliseconds) => {
    expect(parseDuration(value)).toBe(milliseconds);
  });
});
