import { inspect } from "node:util";
import {
  consoleLogger,
  type DatabricksError,
  type Logger,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOptions, failure, Lab } from "./support/lab.js";
import { json, serve } from "./support/raw-server.js";
import { StillTime } from "./support/still-time.js";

const token = "dapi5ec7e75ec7e75ec7e75ec7e75ec7e7a0";
const marker = "5ec7e75ec7e7";
const me = "iam.CurrentUserAPI.me";

/** A logger that keeps everything, headers included, for {@link leaks} to look through. */
function keeping(lines: string[]): Logger {
  const keep = (message: string): void => void lines.push(message);
  return consoleLogger("debug", { debug: keep, info: keep, warn: keep, error: keep });
}

/** Every way in which people print an error, its causes and its parts. */
function renderings(error: unknown): readonly string[] {
  const all: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) {
    all.push(String(each), each.stack ?? "", each.message, JSON.stringify(each));
    all.push(inspect(each), inspect(each, { depth: null, showHidden: true, getters: true }));
    all.push(JSON.stringify(Object.getOwnPropertyDescriptors(each)));
  }
  return all;
}

describe("the token is in no log line and in no rendering of an error", () => {
  const faults: readonly object[] = [
    { status: 401 },
    { status: 403, message: `token ${token} is not allowed` },
    { status: 400, message: `header was "Authorization: Bearer ${token}"` },
    { status: 404, html: `<html><pre>GET /?access_token=${token}&x=1</pre></html>` },
    { status: 500, message: `{"token_value":"x"} https://user:${token}@host/path?token=${token}` },
    { status: 502, html: `<title>Bearer ${token}</title>` },
    { status: 200, html: `<html>${token}</html>` },
    { status: 429, headers: { "x-echo": `Bearer ${token}` } },
    { drop_connection: true },
    { truncate_body: 4 },
  ];

  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open({ local: { token } });
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  it.each(faults)("after %j", async (fault) => {
    const lines: string[] = [];
    const client = { logger: keeping(lines), debugHeaders: true, debugTruncateBytes: 100_000 };
    const w = lab.client({ ...client, retry: { maxAttempts: 2 } });
    lab.local.faults.clear();
    lab.local.faults.add({ match: me, ...fault });
    const error = await failure(w.currentUser.me());
    expect(renderings(error).length).toBeGreaterThan(5);
    for (const text of [...renderings(error), ...lines]) expect(text).not.toContain(marker);
    expect(lines.join("\n")).toContain("GET /api/2.0/preview/scim/v2/Me");
    expect(inspect(w, { depth: 8, showHidden: true })).not.toContain(marker);
    expect(JSON.stringify(w.config)).not.toContain(marker);
    expect(JSON.stringify(lab.local.journal.entries())).not.toContain(marker);
  });

  it("after a timeout, a wrong address, and an answer in no known form", async () => {
    const lines: string[] = [];
    const time = new StillTime({ inactivityTimeout: 50 });
    await using silent = await serve((response, { target }) => {
      if (target.includes("odd")) json(response, `["${token}"]`, 500);
      if (target.includes("echo")) json(response, { error: { token }, message: token }, 400);
    });
    const client = { host: silent.host, token, logger: keeping(lines), debugHeaders: true };
    const w = new WorkspaceClient({ ...clientOptions(time), ...client, retry: false });
    const errors = [
      await failure(w.currentUser.me()),
      await failure(w.apiClient.request({ method: "GET", path: "/odd" })),
      await failure(w.apiClient.request({ method: "GET", path: "/echo", query: { token } })),
    ];
    await time.transport.close?.();
    const nowhere = new WorkspaceClient({
      ...clientOptions(new StillTime()),
      ...client,
      host: "http://127.0.0.1:9",
      retry: false,
    });
    errors.push(await failure(nowhere.currentUser.me()));
    expect(errors.map((error) => (error as DatabricksError).name)).toEqual([
      "TimeoutError",
      "InternalError",
      "BadRequest",
      "ConnectionError",
    ]);
    for (const text of [...errors.flatMap(renderings), ...lines]) {
      expect(text).not.toContain(marker);
    }
  });

  it("nor are the secrets that calls carry", async () => {
    const lines: string[] = [];
    const w = lab.client({ logger: keeping(lines), debugTruncateBytes: 100_000 });
    const { token_value } = await w.tokens.create({ comment: "for a friend" });
    await failure(w.secrets.putSecret({ scope: "s", key: "k", string_value: "hunter2-value" }));
    await failure(w.workspace.import({ path: "/secret", content: "aHVudGVyMi1maWxl" }));
    const log = lines.join("\n");
    expect(log).toContain("for a friend");
    for (const secret of [token_value!, "hunter2-value", "aHVudGVyMi1maWxl"]) {
      expect(log).not.toContain(secret);
      expect(JSON.stringify(lab.local.journal.entries())).not.toContain(secret);
    }
  });

  it("with credentials of one's own, neither", async () => {
    const lines: string[] = [];
    const headers = async (): Promise<Record<string, string>> => ({
      authorization: `Bearer ${token}`,
      "x-databricks-azure-sp-management-token": token,
    });
    const own = { name: "own", configure: async () => ({ headers }) };
    lab.local.faults.clear();
    lab.local.faults.add({ match: me, status: 403, message: `no: Bearer ${token}` });
    const w = lab.client({
      credentials: own,
      token: undefined,
      logger: keeping(lines),
      debugHeaders: true,
    });
    const error = await failure(w.currentUser.me());
    expect(error).toMatchObject({ status: 403 });
    for (const text of [...renderings(error), ...lines]) expect(text).not.toContain(marker);
    expect(lines.join("\n")).toContain("authorization: **REDACTED**");
  });
});
