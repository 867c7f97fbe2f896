import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { FakeClock } from "../../http/testing/fake-clock.js";
import { systemClock } from "../../internal/index.js";
import { type BrowserLogin, signInWithBrowser } from "./index.js";
import { browserCommand } from "./open-browser.js";

/** A browser that comes back to the login's port with a query, and keeps what it was shown. */
function browser(query: string, path = "/") {
  const pages: Response[] = [];
  const texts: string[] = [];
  let shown: Promise<void> = Promise.resolve();
  const openBrowser = (url: string): void => {
    const { port } = new URL(url);
    shown = fetch(`http://127.0.0.1:${port}${path}${query}`).then(async (page) => {
      pages.push(page);
      texts.push(await page.text());
    });
  };
  return { pages, texts, openBrowser, shown: () => shown };
}

function login(options: Partial<BrowserLogin<string>>): Promise<string> {
  return signInWithBrowser({
    ports: [0],
    path: "/",
    clock: systemClock,
    begin: async (port) => ({
      authorizationUrl: `http://127.0.0.1:${port}/login`,
      finish: async (parameters) => parameters.get("code") ?? "nothing",
    }),
    ...options,
  });
}

async function listening(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

describe("a login in a browser", () => {
  it("ends with what the browser brings back, and says so to the user", async () => {
    const { openBrowser, pages, texts, shown } = browser("?code=c-1&state=s");
    expect(await login({ openBrowser })).toBe("c-1");
    await shown();
    expect(pages[0]?.status).toBe(200);
    expect(texts[0]).toContain("<h1>You are signed in</h1>");
    expect(pages[0]?.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    expect(pages[0]?.headers.get("cache-control")).toBe("no-store");
    expect(texts[0]).not.toMatch(/<script|http|c-1/);
  });

  it("fails with its own reason, which the user sees, too", async () => {
    const { openBrowser, pages, texts, shown } = browser("?error=access_denied");
    const refused = new Error('refused: <b>"no"</b> & Bearer abcdefghij');
    const begin: BrowserLogin<string>["begin"] = async (port) => ({
      authorizationUrl: `http://127.0.0.1:${port}`,
      finish: () => Promise.reject(refused),
    });
    await expect(login({ openBrowser, begin })).rejects.toBe(refused);
    await shown();
    expect(pages[0]?.status).toBe(400);
    expect(texts[0]).toContain("<h1>You are not signed in</h1>");
    expect(texts[0]).toContain(
      "refused: &#60;b&#62;&#34;no&#34;&#60;/b&#62; &#38; Bearer **REDACTED**",
    );
  });

  it("waits for its own path, a query and one answer only", async () => {
    const visits: number[] = [];
    const openBrowser = async (url: string): Promise<void> => {
      const at = new URL(url).origin;
      for (const path of ["/favicon.ico?x=1", "/", "/back", "/other?code=1", "//", "//?code=1"]) {
        visits.push((await fetch(at + path)).status);
      }
      visits.push((await fetch(`${at}/back?code=1`, { method: "POST" })).status);
      void fetch(`${at}/back?code=right`).then((page) => page.text());
    };
    expect(await login({ openBrowser, path: "/back" })).toBe("right");
    expect(visits).toEqual([404, 404, 404, 404, 404, 404, 404]);
  });

  it("may be shown by something that stays until it is over", async () => {
    const openBrowser = async (url: string): Promise<void> => {
      const page = await fetch(`${new URL(url).origin}/?code=driven`);
      expect(await page.text()).toContain("You are signed in");
    };
    expect(await login({ openBrowser })).toBe("driven");
  });

  it("listens on the first port that is free, and says when none is", async () => {
    const [one, two] = [await listening(), await listening()];
    const { openBrowser } = browser("?code=c");
    expect(await login({ openBrowser, ports: [one.port, two.port, 0] })).toBe("c");
    await expect(login({ ports: [one.port] })).rejects.toMatchObject({
      name: "ConfigError",
      attribute: "oauthCallbackPort",
      message: expect.stringContaining(`port ${one.port} is taken`) as string,
    });
    const both = login({ ports: [one.port, two.port] });
    await expect(both).rejects.toThrow(`ports ${one.port} to ${two.port} are taken`);
    one.server.close();
    two.server.close();
  });

  it("frees its port however it ends", async () => {
    const { port, server } = await listening();
    await new Promise((resolve) => server.close(resolve));
    const begin = (): Promise<never> => Promise.reject(new Error("no endpoints"));
    await expect(login({ ports: [port], begin })).rejects.toThrow("no endpoints");
    const { openBrowser } = browser("?code=c");
    expect(await login({ openBrowser, ports: [port] })).toBe("c");
    expect(await login({ openBrowser, ports: [port] })).toBe("c");
  });

  it("ends when its time is over", async () => {
    const clock = new FakeClock(() => true);
    const openBrowser = (): void => clock.advance(5 * 60_000);
    await expect(login({ clock, openBrowser })).rejects.toMatchObject({
      error: "login_timeout",
      message: "nobody signed in with the browser within 300 s",
    });
    const soon = login({ clock, openBrowser: () => clock.advance(1_000), timeout: 1_000 });
    await expect(soon).rejects.toThrow("within 1 s");
  });

  it("ends when its caller's signal aborts", async () => {
    const abort = new AbortController();
    const openBrowser = (): void => abort.abort(new Error("enough"));
    await expect(login({ openBrowser, signal: abort.signal })).rejects.toThrow("enough");
    await expect(login({ signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow(
      "before",
    );
  });

  it("goes on where no browser can be opened: the user is told the address", async () => {
    const lines: string[] = [];
    const note = (line: string): void => {
      lines.push(line);
      const { origin } = new URL(/http\S+/.exec(line)?.[0] ?? "");
      void fetch(`${origin}/?code=by-hand`).then((page) => page.text());
    };
    const openBrowser = (): never => {
      throw new Error("spawn xdg-open ENOENT");
    };
    const logger = { debug: note, info: note, warn: note, error: note };
    expect(await login({ openBrowser, logger })).toBe("by-hand");
    expect(lines).toEqual([expect.stringMatching(/could not be opened \(spawn xdg-open ENOENT\)/)]);
  });
});

describe("the browser", () => {
  const url = "https://w.example.com/authorize?a=1&b=$(rm)";
  it.each([
    ["darwin", "open", [url]],
    ["linux", "xdg-open", [url]],
    ["freebsd", "xdg-open", [url]],
    ["win32", "rundll32", ["url.dll,FileProtocolHandler", url]],
  ])("is opened on %s by %s, without a shell", (platform, file, args) => {
    expect(browserCommand(platform, url)).toEqual({ file, args });
  });
});
