import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../http/testing/fake-clock.js";
import type { OAuthToken } from "../../oauth/index.js";
import { diskTokenStore, tokenCacheKeys, tokenCachePath, type TokenStore } from "./index.js";

const token: OAuthToken = {
  accessToken: "a1",
  tokenType: "Bearer",
  refreshToken: "r1",
  expiry: Date.UTC(2026, 0, 1),
};
let home: string;
let path: string;
let lines: string[];
let clock: FakeClock;
let store: TokenStore;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-home-"));
  path = tokenCachePath({ HOME: home }) ?? "";
  lines = [];
  clock = new FakeClock();
  store = makeStore();
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function makeStore(): TokenStore {
  const note = (line: string): void => void lines.push(line);
  const logger = { debug: note, info: note, warn: note, error: note };
  const made = diskTokenStore({ path, clock, logger });
  if (made === undefined) throw new Error("no files");
  return made;
}

function write(text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const read = (): unknown => JSON.parse(readFileSync(path, "utf8"));
const keep = (...keys: string[]): Promise<OAuthToken> => store.replace(keys, async () => token);

describe("the token cache", () => {
  it("is the file of the Databricks CLI, in its format, for its owner only", async () => {
    expect(path).toBe(join(home, ".databricks", "token-cache.json"));
    await keep("dev", "https://w.example.com");
    const entry = {
      access_token: "a1",
      token_type: "Bearer",
      refresh_token: "r1",
      expiry: "2026-01-01T00:00:00.000Z",
    };
    expect(read()).toEqual({ version: 1, tokens: { dev: entry, "https://w.example.com": entry } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(path))).toEqual(["token-cache.json"]);
    expect(await makeStore().load("dev")).toEqual(token);
    expect(await store.load("prod")).toBeUndefined();
    expect(lines).toEqual([]);
  });

  it("tells the one that is kept to whoever replaces it", async () => {
    await keep("dev");
    const next = { ...token, accessToken: "a2" };
    const seen: unknown[] = [];
    const kept = await store.replace(["dev"], async (old) => {
      seen.push(old);
      return next;
    });
    expect([seen, kept]).toEqual([[token], next]);
    expect(await store.load("dev")).toEqual(next);
  });

  it("is left as it was when there is no other token", async () => {
    await keep("dev");
    const failure = store.replace(["dev"], () => Promise.reject(new Error("refused")));
    await expect(failure).rejects.toThrow("refused");
    expect(await store.load("dev")).toEqual(token);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("counts as empty when it is broken, says so once, and is mended by the next token", async () => {
    write('{"version":1,"tokens":{}}}');
    expect(await store.load("dev")).toBeUndefined();
    await keep("dev");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/token-cache\.json is broken and counts as empty/);
    expect(await store.load("dev")).toEqual(token);
  });

  it("is left alone when it is of a version to come", async () => {
    const text = '{"version":2,"tokens":{"dev":{"access_token":"x"}},"more":1}';
    write(text);
    expect(await store.load("dev")).toBeUndefined();
    expect(await keep("dev")).toEqual(token);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(lines.join()).toMatch(/version 2/);
  });

  it("does not keep its user from working when it can't be written", async () => {
    mkdirSync(path, { recursive: true }); // a folder in its place
    expect(await keep("dev")).toEqual(token);
    expect(lines.join()).toMatch(/can't be read/);
    writeFileSync(join(home, "file"), "");
    path = join(home, "file", "token-cache.json");
    store = makeStore();
    expect(await keep("dev")).toEqual(token);
    expect(lines.join()).toMatch(/can't be locked/);
  });
});

describe("the lock of the token cache", () => {
  const lock = (text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.lock`, text);
  };
  const here = hostname();

  it("lets one at a time replace tokens", async () => {
    let inside = 0;
    let most = 0;
    const stores = [store, makeStore(), makeStore()];
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        stores[n % 3]?.replace([`key-${n}`], async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setImmediate(resolve));
          inside -= 1;
          return token;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(Object.keys((read() as { tokens: object }).tokens)).toHaveLength(12);
  });

  it("is taken over at once from a process of this machine that is gone", async () => {
    const gone = Number(
      execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }),
    );
    lock(`${gone} ${here} x`);
    await keep("dev");
    expect(clock.slept).toEqual([]);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it.each([
    ["a process that runs", `${process.pid} ${here} x`],
    ["a process elsewhere", `1 ${here}.elsewhere x`],
    ["nobody knows whom", ""],
  ])("is waited for when it belongs to %s, for a minute and a half", async (_name, text) => {
    lock(text);
    await keep("dev");
    const waited = clock.slept.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeGreaterThan(90_000);
    expect(waited).toBeLessThan(91_000);
    expect(await store.load("dev")).toEqual(token);
  });

  it("is waited for no longer than the caller's signal says", async () => {
    lock(`${process.pid} ${here} x`);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(store.replace(["dev"], async () => token, signal)).rejects.toThrow("enough");
    expect(readFileSync(`${path}.lock`, "utf8")).toContain(here);
  });

  it("keeps processes from losing each other's tokens", { timeout: 60_000 }, async () => {
    const program = join(home, "program.mts");
    const module = fileURLToPath(new URL("./index.ts", import.meta.url));
    const clockModule = fileURLToPath(new URL("../../internal/index.ts", import.meta.url));
    writeFileSync(
      program,
      `import { diskTokenStore } from ${JSON.stringify(module)};
       import { systemClock } from ${JSON.stringify(clockModule)};
       const store = diskTokenStore({ path: ${JSON.stringify(path)}, clock: systemClock });
       for (let n = 0; n < 10; n++)
         await store.replace([process.argv[2] + n], async () => ({ accessToken: "a", tokenType: "b" }));`,
    );
    const tsx = fileURLToPath(
      new URL("../../../../../node_modules/tsx/dist/cli.mjs", import.meta.url),
    );
    const ends = ["a", "b", "c"].map(
      (name) =>
        new Promise((resolve) => {
          spawn(process.execPath, [tsx, program, name], { stdio: "inherit" }).on("exit", resolve);
        }),
    );
    expect(await Promise.all(ends)).toEqual([0, 0, 0]);
    expect(Object.keys((read() as { tokens: object }).tokens)).toHaveLength(30);
  });
});

describe("the keys of the token cache", () => {
  const host = "https://w.example.com";
  it.each([
    [{ host }, [host]],
    [{ host, profile: "" }, [host]],
    [{ host, profile: "dev" }, ["dev", host]],
    [{ host, accountId: "a-1" }, [`${host}/oidc/accounts/a-1`]],
    [{ host, accountId: "a-1", profile: "acc" }, ["acc", `${host}/oidc/accounts/a-1`]],
  ])("of %j are %j", (login, keys) => {
    expect(tokenCacheKeys(login)).toEqual(keys);
  });
});
