import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { AccountClient, OAuthClient, WorkspaceClient } from "databricks-sdk-ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { webApp } from "../examples/web-app/app.js";
import { findChromium, startChromium, Visitor } from "./support/chromium.js";

const chromium = findChromium();
if (chromium === undefined) {
  console.warn("SKIPPED: there is no Chromium on the PATH; CHROMIUM_PATH names one elsewhere");
}

const seconds = 2;
let local: LocalWorkspace;
let browser: Browser;
let home: string;
let app: ReturnType<typeof webApp>;
let oauth: OAuthClient;

async function start(executable: string): Promise<void> {
  local = await startLocalWorkspace({
    accessTokenSeconds: seconds,
    users: [{ userName: "ada@example.com", displayName: "Ada Lovelace", admin: true }],
  });
  const { host, token, accountId } = local;
  await using w = new WorkspaceClient({ host, token, env: {} });
  await w.clusters.create({
    cluster_name: "<b>nightly</b>",
    spark_version: "16.4.x-scala2.12",
    node_type_id: "i3.xlarge",
    num_workers: 1,
  });
  const port = await freePort();
  home = `http://localhost:${port}/`;
  await using a = new AccountClient({ host, token, accountId, env: {} });
  const { client_id = "", client_secret } = await a.customAppIntegration.create({
    name: "Dashboard",
    redirect_urls: [`${home}callback`],
    confidential: true,
    scopes: ["all-apis", "offline_access"],
  });
  oauth = new OAuthClient({
    host,
    clientId: client_id,
    clientSecret: client_secret,
    redirectUrl: `${home}callback`,
  });
  app = webApp(oauth);
  await app.listen({ port, host: "localhost" });
  browser = await startChromium(executable);
}

async function stop(): Promise<void> {
  await browser?.close();
  await app?.close();
  await oauth?.[Symbol.asyncDispose]();
  await local?.close();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The heading of the page that is shown. */
const heading = (page: Page): Promise<string> =>
  page.getByRole("heading", { level: 1 }).innerText();

/** Goes from the application's first page to the page of the workspace that asks the user. */
async function askForConsent(page: Page): Promise<void> {
  await page.goto(home);
  await page.getByRole("link", { name: "Sign in with Databricks" }).click();
  await page.getByRole("heading", { name: "Let Dashboard use this workspace?" }).waitFor();
}

async function allow(page: Page, user = "Ada Lovelace (ada@example.com)"): Promise<void> {
  await page.getByLabel("Sign in as").selectOption({ label: user });
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL(home);
}

/** What the application answers a callback with in this browser. */
async function callback(page: Page, url: string): Promise<{ status: number; title: string }> {
  const response = await page.goto(url);
  return { status: response?.status() ?? 0, title: await heading(page) };
}

/** A callback that would end the login of this authorization request, used by nobody yet. */
async function unusedCallback(authorizationUrl: string): Promise<URL> {
  const headers = { "x-databricks-local-auto-approve": "true" };
  const response = await fetch(authorizationUrl, { headers, redirect: "manual" });
  return new URL(response.headers.get("location") ?? "");
}

const refused = { status: 400, title: "You are not signed in" };
const tokenRequests = (): number =>
  local.journal.entries().filter(({ path, status }) => path === "/oidc/v1/token" && status === 200)
    .length;

describe.skipIf(chromium === undefined)(
  "the web application in a browser",
  { timeout: 60_000 },
  () => {
    let visitor: Visitor;
    let page: Page;

    beforeAll(() => start(chromium ?? ""), 60_000);
    afterAll(stop, 30_000);
    beforeEach(async () => {
      visitor = await Visitor.at(browser);
      ({ page } = visitor);
    });
    afterEach(async () => {
      await visitor[Symbol.asyncDispose]();
      expect(visitor.complaints).toEqual([]);
    });

    it("signs in whom the user picks, and shows the clusters", async () => {
      await askForConsent(page);
      expect(new URL(page.url()).origin).toBe(local.host);
      await allow(page);
      expect(await heading(page)).toBe("Your clusters");
      await page.getByText("Signed in as ada@example.com").waitFor();
      await page.getByRole("cell", { name: "<b>nightly</b>" }).waitFor();
      const script = await page.evaluate("document.cookie");
      expect(script, "no script can read the session").toBe("");
    });

    it("goes on while tokens end, and refreshes them", async () => {
      await askForConsent(page);
      await allow(page);
      const before = tokenRequests();
      const end = Date.now() + 2 * seconds * 1000;
      while (Date.now() < end) {
        expect((await page.reload())?.status()).toBe(200);
        expect(await heading(page)).toBe("Your clusters");
      }
      expect(tokenRequests() - before).toBeGreaterThanOrEqual(2);
    });

    it("signs out, and nothing is left to go back to", async () => {
      await askForConsent(page);
      await allow(page, local.userName);
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("link", { name: "Sign in with Databricks" }).waitFor();
      await page.goBack();
      expect(await heading(page)).toBe("Clusters");
      await page.goto(home);
      expect(await heading(page)).toBe("Clusters");
    });

    it("takes no for an answer, and can be let in afterwards", async () => {
      await askForConsent(page);
      await page.getByRole("button", { name: "Deny" }).click();
      await page.getByRole("alert").waitFor();
      expect(await heading(page)).toBe("You are not signed in");
      expect(await page.getByRole("alert").innerText()).toContain(
        "did not let this application in",
      );
      await askForConsent(page);
      await allow(page);
    });

    it("refuses a state that was tampered with, though the code is good", async () => {
      await askForConsent(page);
      const url = await unusedCallback(page.url());
      url.searchParams.set("state", `${url.searchParams.get("state")}x`);
      expect(await callback(page, url.href)).toEqual(refused);
      await page.goto(home);
      expect(await heading(page)).toBe("Clusters");
    });

    it("refuses a login that another browser began", async () => {
      await using victim = await Visitor.at(browser);
      await askForConsent(page);
      const { href } = await unusedCallback(page.url());
      expect(await callback(victim.page, href)).toEqual(refused);
      await askForConsent(victim.page);
      expect(await callback(victim.page, href)).toEqual(refused);
      // It still is good for the browser that began it.
      expect(await callback(page, href)).toEqual({ status: 200, title: "Your clusters" });
    });

    it("refuses a callback that was used, and the workspace its code", async () => {
      await askForConsent(page);
      await allow(page);
      const used = visitor.visited.find((url) => url.includes("/callback?")) ?? "";
      expect(used).toContain("code=");
      expect(await callback(page, used)).toEqual(refused);
      await page.goto(home);
      expect(await heading(page)).toBe("Clusters");
      // Even with the new login's state: the code itself has been used.
      await askForConsent(page);
      const url = new URL(used);
      url.searchParams.set("state", new URL(page.url()).searchParams.get("state") ?? "");
      expect(await callback(page, url.href)).toEqual(refused);
      expect(await page.getByRole("alert").innerText()).toContain("invalid_grant");
    });

    it("is told by the workspace about a form that comes from elsewhere", async () => {
      await askForConsent(page);
      await page.context().clearCookies();
      await page.getByRole("button", { name: "Allow" }).click();
      await page.getByRole("heading", { name: "not in order" }).waitFor();
      expect(visitor.visited.some((url) => url.startsWith(`${home}callback`))).toBe(false);
    });
  },
);
