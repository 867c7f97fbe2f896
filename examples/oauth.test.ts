import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { AccountClient, WorkspaceClient } from "databricks-sdk-ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExample } from "./support/run-example.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
let local: LocalWorkspace;
let home: string;

beforeAll(async () => {
  local = await startLocalWorkspace({ autoApprove: true, accessTokenSeconds: 60 });
  home = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-home-"));
});

afterAll(async () => {
  await local.close();
  rmSync(home, { recursive: true, force: true });
});

type Variables = Readonly<Record<string, string>>;

function environment(more: Variables): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith("DATABRICKS_"));
  return { ...Object.fromEntries(own), ...local.env(), HOME: home, ...more };
}

const example = (name: string, env: Variables = {}): Promise<string> =>
  runExample(local, name, { env: { HOME: home, ...env } });

describe("examples of signing in", { timeout: 90_000 }, () => {
  it("m2m makes a secret, signs in with it, and can't without it", async () => {
    const printed = await example("m2m");
    expect(printed).toMatch(/^example-\w+ signed in by oauth-m2m$/m);
    expect(printed).toMatch(/^without the secret: invalid_client$/m);
    expect(printed).not.toMatch(/dose[0-9a-f]{16}/);
  });

  it("custom-app registers an application, changes and deletes it", async () => {
    const printed = await example("custom-app");
    expect(printed).toMatch(/^client id [0-9a-f-]{36}\nclient secret shown once: keep it\n/);
    expect(printed).toContain(
      "may send users back to https://app.example.com/callback and http://localhost:3000/callback",
    );
  });

  it("external-browser opens the browser once, and keeps the login as the CLI does", async () => {
    const opened = join(home, "opened");
    const browser = join(home, "xdg-open");
    writeFileSync(
      browser,
      `#!/bin/sh\necho "$1" >> "${opened}"\nexec "${process.execPath}" -e 'fetch(process.argv[1])' "$1"\n`,
    );
    chmodSync(browser, 0o755);
    const env = { PATH: `${home}${delimiter}${process.env["PATH"] ?? ""}` };
    const signedIn = `Signed in to ${local.host} as ${local.userName}\n`;
    expect(await example("external-browser", env)).toBe(signedIn);
    const cache = readFileSync(join(home, ".databricks/token-cache.json"), "utf8");
    expect(JSON.parse(cache)).toMatchObject({ version: 1, tokens: { [local.host]: {} } });
    expect(await example("external-browser", env)).toBe(signedIn);
    expect(readFileSync(opened, "utf8").trim().split("\n")).toHaveLength(1);
  });
});

/** A browser without a screen: it keeps cookies, and follows redirects until a page comes. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async get(url: string): Promise<Visit> {
    return this.#follow(await this.#send(url, "GET"), url);
  }

  async post(url: string): Promise<Visit> {
    return this.#follow(await this.#send(url, "POST"), url);
  }

  /** Where a page sends the browser, without going there. */
  async redirectOf(url: string): Promise<string> {
    return (await this.#send(url, "GET")).headers.get("location") ?? "";
  }

  async #follow(response: Response, url: string): Promise<Visit> {
    const location = response.headers.get("location");
    if (location === null) return { status: response.status, text: await response.text(), url };
    return this.get(new URL(location, url).href);
  }

  async #send(url: string, method: string): Promise<Response> {
    const { host } = new URL(url);
    const type = method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {};
    const headers = { cookie: this.#cookies.get(host) ?? "", ...type };
    const body = method === "POST" ? "" : null;
    const response = await fetch(url, { method, headers, body, redirect: "manual" });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookies.set(host, cookie.split(";")[0] ?? "");
    return response;
  }
}

interface Visit {
  readonly status: number;
  readonly text: string;
  readonly url: string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("the web application", { timeout: 90_000 }, () => {
  let server: ChildProcess;
  let home: string;
  let w: WorkspaceClient;

  beforeAll(async () => {
    w = new WorkspaceClient({ host: local.host, token: local.token, env: {} });
    await w.clusters.create({
      cluster_name: "<b>mine</b>",
      spark_version: "16.4.x-scala2.12",
      node_type_id: "i3.xlarge",
      num_workers: 1,
    });
    const port = await freePort();
    server = spawn(process.execPath, [tsx, join(root, "examples/web-app.ts")], {
      cwd: root,
      env: environment({ PORT: String(port) }),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: server.stdout ?? process.stdin });
    const [first] = await new Promise<string[]>((resolve) =>
      lines.once("line", (line) => resolve([line])),
    );
    home = (first ?? "").replace("Open ", "");
    expect(home).toBe(`http://localhost:${port}`);
  }, 60_000);

  afterAll(async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    expect(await ended).toBe(0);
    const { host, token, accountId } = local;
    await using a = new AccountClient({ host, token, accountId, env: {} });
    expect(await a.customAppIntegration.list().toArray()).toEqual([]);
    await w.close();
  });

  it("signs its user in, lists the clusters, and signs out", async () => {
    const browser = new Browser();
    expect((await browser.get(home)).text).toContain("Sign in with Databricks");
    const page = await browser.get(`${home}/sign-in`);
    expect(page).toMatchObject({ status: 200, url: `${home}/` });
    expect(page.text).toContain(`Signed in as <strong>${local.userName}</strong>`);
    expect(page.text).toContain("<td>&#60;b&#62;mine&#60;/b&#62;</td>");
    expect((await browser.post(`${home}/sign-out`)).text).toContain("Sign in with Databricks");
    expect((await browser.get(home)).text).toContain("Sign in with Databricks");
  });

  it("goes on when the token has ended", async () => {
    const browser = new Browser();
    await browser.get(`${home}/sign-in`);
    for (let n = 0; n < 2; n += 1) {
      local.clock.advance(2 * 60_000);
      const pages = await Promise.all([1, 2, 3].map(() => browser.get(home)));
      for (const page of pages) expect(page.text).toContain("Signed in as");
    }
  });

  it("refuses a callback with another state, of another browser, or used before", async () => {
    const browser = new Browser();
    const refused = {
      status: 400,
      text: expect.stringContaining("You are not signed in") as string,
    };
    const authorize = await browser.redirectOf(`${home}/sign-in`);
    const callback = await new Browser().redirectOf(authorize);
    expect(callback.startsWith(`${home}/callback?code=`)).toBe(true);
    expect(await new Browser().get(callback)).toMatchObject(refused);
    expect(await browser.get(callback.replace(/state=[^&]*/, "state=x"))).toMatchObject(refused);
    expect(await browser.get(callback)).toMatchObject(refused);

    const next = await new Browser().redirectOf(await browser.redirectOf(`${home}/sign-in`));
    expect(await browser.get(next)).toMatchObject({ status: 200, url: `${home}/` });
    expect(await browser.get(next)).toMatchObject(refused);
  });

  it("tells its user when the session has ended for good", async () => {
    const browser = new Browser();
    await browser.get(`${home}/sign-in`);
    local.clock.advance(30 * 24 * 3_600_000);
    const page = await browser.get(home);
    expect(page).toMatchObject({ status: 401 });
    expect(page.text).toContain("Your session has ended");
    expect((await browser.get(home)).text).toContain("Sign in with Databricks");
  });

  it("shows nothing that a visitor put into the address", async () => {
    const page = await new Browser().get(`${home}/<script>alert(1)</script>`);
    expect(page.status).toBe(404);
    expect(page.text).not.toContain("script");
  });
});
