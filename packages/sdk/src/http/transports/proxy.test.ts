import { describe, expect, it } from "vitest";
import { ConfigError } from "../../errors/index.js";
import { parseProxy, proxyAuthorization, proxyFromEnvironment } from "./proxy.js";

function proxyOf(url: string, env: Record<string, string>): string | undefined {
  return proxyFromEnvironment(new URL(url), env)?.href;
}

const both = { HTTPS_PROXY: "http://secure:1", HTTP_PROXY: "http://plain:2" };

describe("proxyFromEnvironment", () => {
  it.each([
    ["https://a.example", both, "http://secure:1/"],
    ["http://a.example", both, "http://plain:2/"],
    ["https://a.example", { HTTP_PROXY: "plain:2" }, undefined],
    ["https://a.example", { ALL_PROXY: "all:3" }, "http://all:3/"],
    ["http://a.example", { all_proxy: "https://all:3" }, "https://all:3/"],
    ["https://a.example", { https_proxy: "lower:1", HTTPS_PROXY: "upper:2" }, "http://lower:1/"],
    ["https://a.example", { HTTPS_PROXY: "", ALL_PROXY: "all:3" }, "http://all:3/"],
    ["https://a.example", { HTTPS_PROXY: "http://u:p@proxy:8" }, "http://u:p@proxy:8/"],
    ["https://a.example", {}, undefined],
  ])("%s with %j: %s", (url, env, expected) => {
    expect(proxyOf(url, env as unknown as Record<string, string>)).toBe(expected);
  });

  it.each([
    ["*", true],
    ["example.com", true],
    [".example.com", true],
    ["*.example.com", true],
    ["sub.example.com", true],
    ["SUB.Example.COM", true],
    ["sub.example.com:443", true],
    ["sub.example.com:8443", false],
    ["ample.com", false],
    ["other.org, example.com", true],
    ["other.org example.com", true],
    ["other.org,,", false],
    ["", false],
  ])("NO_PROXY %j exempts https://sub.example.com: %s", (list, expected) => {
    const proxied = proxyOf("https://sub.example.com", { HTTPS_PROXY: "p:1", NO_PROXY: list });
    expect(proxied === undefined).toBe(expected);
  });

  it.each([
    ["10.0.0.0/8", "http://10.1.2.3", true],
    ["10.0.0.0/16", "http://10.1.2.3", false],
    ["0.0.0.0/0", "http://10.1.2.3", true],
    ["10.1.2.3", "http://10.1.2.3", true],
    ["10.1.2.3:8080", "http://10.1.2.3:8080", true],
    ["10.0.0.0/99", "http://10.1.2.3", false],
    ["10.0.0.0/8", "http://a.example", false],
    ["[fd00::1]", "http://[fd00::1]", true],
    ["fd00::1", "http://[fd00::1]", true],
    ["[fd00::1]:81", "http://[fd00::1]:80", false],
  ])("no_proxy %s exempts %s: %s", (list, url, expected) => {
    const proxied = proxyOf(url, { http_proxy: "p:1", no_proxy: list });
    expect(proxied === undefined).toBe(expected);
  });

  it("never proxies this machine", () => {
    for (const host of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) {
      expect(proxyOf(`http://${host}:8080`, { ALL_PROXY: "p:1" })).toBeUndefined();
    }
  });
});

describe("parseProxy", () => {
  it("names what it can't use", () => {
    expect(() => parseProxy("socks5://p:1", "ALL_PROXY")).toThrow(ConfigError);
    expect(() => parseProxy("socks5://p:1", "ALL_PROXY")).toThrow(/ALL_PROXY.*"socks5"/);
    expect(() => parseProxy("http://u:secret@", "HTTPS_PROXY")).toThrow(/^HTTPS_PROXY is not/);
  });
});

describe("proxyAuthorization", () => {
  it("decodes user and password", () => {
    const header = proxyAuthorization(new URL("http://us%40er:p%3Aw@proxy"));
    expect(header).toBe(`Basic ${btoa("us@er:p:w")}`);
    expect(proxyAuthorization(new URL("http://proxy"))).toBeUndefined();
  });
});
