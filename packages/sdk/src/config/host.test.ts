import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Config } from "./config.js";
import { normaliseHost } from "./host.js";

describe("normaliseHost", () => {
  it.each([
    ["dbc-a1b2.cloud.databricks.com", "https://dbc-a1b2.cloud.databricks.com"],
    ["https://x.databricks.com/", "https://x.databricks.com"],
    ["https://x.databricks.com///", "https://x.databricks.com"],
    ["https://x.databricks.com/?o=123#job/1", "https://x.databricks.com"],
    ["https://x.databricks.com/some/path", "https://x.databricks.com"],
    ["https://x.databricks.com:443", "https://x.databricks.com:443"],
    ["http://x.databricks.com:80/", "http://x.databricks.com:80"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["localhost:8080", "https://localhost:8080"],
    ["http://127.0.0.1:9", "http://127.0.0.1:9"],
    ["http://[::1]:8080/x", "http://[::1]:8080"],
    ["HTTPS://X.Databricks.COM", "https://x.databricks.com"],
    ["  https://x.databricks.com\n", "https://x.databricks.com"],
  ])("%s -> %s", (text, expected) => {
    expect(normaliseHost(text)).toBe(expected);
  });

  it.each(["", "   "])("counts %j as unset", (text) => {
    expect(normaliseHost(text)).toBeUndefined();
  });

  it.each(["not a host", "https://", "ftp://x", "https://a b", "https://x:99999", "https://%%%"])(
    "refuses %s",
    (text) => {
      expect(() => normaliseHost(text)).toThrow(/must be an address such as https:/);
    },
  );

  it("refuses a user name or password without repeating it", () => {
    expect(() => normaliseHost("https://me:hunter22@x.com")).toThrow(
      /^(?!.*hunter22).*must not contain a user name or password/,
    );
  });

  it.each(["https://me:hunter22@x.com", "me:hunter22@x.com", "https://me:hunt@er22@x:99999"])(
    "does not show the password in %s, whoever complains",
    (host) => {
      const made = (): Config => new Config({ host }, { env: {} });
      expect(made).toThrow(/^(?!.*(me:|hunt)).*got "\*\*\*@x/);
    },
  );

  it("is idempotent and leaves scheme and authority alone", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["http", "https"] }), (url) => {
        const host = normaliseHost(url);
        expect(host).toBe(normaliseHost(host ?? ""));
        expect(new URL(host ?? "").origin).toBe(new URL(url).origin);
      }),
      { numRuns: 30 },
    );
  });
});
