import { afterEach, describe, expect, it } from "vitest";
import { ConfigError, ConnectionError, TimeoutError } from "../../errors/index.js";
import { selfSigned } from "../testing/certificates.js";
import { json, type LocalServer, startServer } from "../testing/local-server.js";
import { type ProxyServer, startProxy } from "../testing/proxy-server.js";
import type { HttpRequest } from "../types.js";
import { nodeTransport } from "./node.js";
import type { NodeTransportOptions } from "./options.js";

const pair = selfSigned("workspace.test");
if (pair === undefined) console.warn("no openssl here: the TLS tests are skipped");

const closing: (() => Promise<unknown> | undefined)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(secure: boolean): Promise<LocalServer> {
  const server = await startServer(
    (_request, response) => json(response, { ok: true }),
    secure ? pair : undefined,
  );
  closing.push(() => server.close());
  return server;
}

async function proxy(refuse?: string): Promise<ProxyServer> {
  const server = await startProxy(refuse);
  closing.push(() => server.close());
  return server;
}

function get(url: string): HttpRequest {
  return { method: "GET", url, headers: {} };
}

async function fetchText(url: string, options: NodeTransportOptions): Promise<string> {
  const transport = nodeTransport({ env: {}, ...options });
  closing.push(() => transport.close?.());
  return (await transport.send(get(url))).text();
}

describe.skipIf(pair === undefined)("TLS", () => {
  it("refuses a certificate that nobody vouches for, names it, and says what to do", async () => {
    const server = await serve(true);
    const error: unknown = await fetchText(`${server.url}/x`, {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    const { message } = error as Error;
    expect(message).toContain("subject CN=workspace.test, O=Test");
    expect(message).toContain("issued by CN=workspace.test, O=Test");
    expect(message).toContain("NODE_EXTRA_CA_CERTS");
    expect(server.seen).toEqual([]);
  });

  it("accepts it from a given authority, or when not verifying", async () => {
    const server = await serve(true);
    const cert = pair?.cert ?? "";
    const ways: NodeTransportOptions[] = [
      { ca: cert },
      { ca: [Buffer.from(cert)] },
      { skipVerify: true },
    ];
    for (const way of ways) expect(await fetchText(server.url, way)).toBe('{"ok":true}');
    expect(server.seen).toHaveLength(3);
  });

  it("refuses a name that the certificate is not for", async () => {
    const server = await serve(true);
    const url = server.url.replace("127.0.0.1", "localhost");
    await expect(fetchText(url, { ca: pair?.cert })).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      message: expect.stringMatching(/CN=workspace\.test/) as string,
    });
  });
});

describe("a proxy", () => {
  it("gets requests for plain http with the whole URL, and its password", async () => {
    const [server, through] = [await serve(false), await proxy()];
    const env = { http_proxy: `http://user:p%40ss@127.0.0.1:${through.port}` };
    const url = `http://workspace.test:${server.port}/api?x=1`;
    expect(await fetchText(url, { env })).toBe('{"ok":true}');
    expect(through.seen).toEqual([`GET ${url}`]);
    expect(through.credentials).toEqual([`Basic ${btoa("user:p@ss")}`]);
    expect(server.seen[0]?.headers["host"]).toBe(`workspace.test:${server.port}`);
  });

  it("is left out for hosts in NO_PROXY, and when switched off", async () => {
    const [server, through] = [await serve(false), await proxy()];
    const env = {
      ALL_PROXY: `http://127.0.0.1:${through.port}`,
      NO_PROXY: "example.com,127.0.0.1",
    };
    await fetchText(server.url, { env });
    await fetchText(server.url, { env, proxy: false });
    expect(through.seen).toEqual([]);
  });

  it("given as an option is used for every host", async () => {
    const [server, through] = [await serve(false), await proxy()];
    await fetchText(server.url, { proxy: `127.0.0.1:${through.port}` });
    expect(through.seen).toEqual([`GET ${server.url}/`]);
  });

  it.skipIf(pair === undefined)("tunnels https, once per connection, TLS verified", async () => {
    const [server, through] = [await serve(true), await proxy()];
    const env = { HTTPS_PROXY: `http://user:pass@127.0.0.1:${through.port}` };
    const transport = nodeTransport({ env, ca: pair?.cert, inactivityTimeout: 5000 });
    closing.push(() => transport.close?.());
    const url = `https://workspace.test:${server.port}/api`;
    for (let count = 0; count < 3; count++) {
      expect(await (await transport.send(get(url))).text()).toBe('{"ok":true}');
    }
    expect(through.seen).toEqual([`CONNECT workspace.test:${server.port}`]);
    expect(through.credentials).toEqual([`Basic ${btoa("user:pass")}`]);
    expect(server.seen.map(({ headers }) => headers["proxy-authorization"])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await expect(fetchText(url, { env })).rejects.toMatchObject({
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
  });

  it("that refuses a tunnel, or is not there, is named without its password", async () => {
    const refusing = await proxy("407 Proxy Authentication Required");
    const gone = await startProxy();
    await gone.close();
    const cases: readonly (readonly [ProxyServer, string])[] = [
      [refusing, "ERR_PROXY_407"],
      [gone, "ECONNREFUSED"],
    ];
    for (const [{ port }, code] of cases) {
      const env = { HTTPS_PROXY: `http://user:secret@127.0.0.1:${port}` };
      const error: unknown = await fetchText("https://workspace.test/x", { env }).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ code });
      expect(String(error)).toContain(`127.0.0.1:${port}`);
      expect(String(error)).not.toContain("secret");
    }
  });

  it("that stays silent ends in a timeout", async () => {
    const silent = await startServer(() => undefined);
    silent.server.on("connect", () => undefined);
    closing.push(() => silent.close());
    const env = { HTTPS_PROXY: silent.url };
    const sent = fetchText("https://workspace.test/x", { env, inactivityTimeout: 40 });
    await expect(sent).rejects.toBeInstanceOf(TimeoutError);
  });

  it("of another kind is refused", async () => {
    const env = { ALL_PROXY: "socks5://127.0.0.1:1080" };
    await expect(fetchText("https://workspace.test/x", { env })).rejects.toBeInstanceOf(
      ConfigError,
    );
  });
});
