import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BrokenTokenFile, parseTokenFile, readEntry, writeEntry } from "./token-file.js";

const file = (tokens: unknown): string => JSON.stringify({ version: 1, tokens });

describe("a token file", () => {
  it.each([
    ["empty", ""],
    ["cut off", '{"version":1,"tokens":{'],
    ["a list", "[]"],
    ["null", "null"],
    ["without a version", '{"tokens":{}}'],
    ["with a version that is no number", '{"version":"1"}'],
    ["with tokens that are no object", '{"version":1,"tokens":[]}'],
  ])("is broken when it is %s", (_name, text) => {
    expect(() => parseTokenFile(text)).toThrow(BrokenTokenFile);
  });

  it.each(['{"version":1}', '{"version":1,"tokens":null}', '{"version":1,"tokens":{}}'])(
    "without tokens is none, %s",
    (text) => {
      expect(readEntry(parseTokenFile(text), "key")).toBeUndefined();
    },
  );

  it.each([
    ["2026-01-01T00:00:00Z", Date.UTC(2026, 0, 1)],
    ["2026-01-01T02:00:00.123456789+02:00", Date.UTC(2026, 0, 1) + 123],
    ["0001-01-01T00:00:00Z", undefined],
    ["soon", undefined],
    [7, undefined],
  ])("says when a token ends, %s", (expiry, time) => {
    const entry = { access_token: "a", token_type: "Bearer", refresh_token: "r", expiry };
    expect(readEntry(parseTokenFile(file({ key: entry })), "key")).toEqual({
      accessToken: "a",
      tokenType: "Bearer",
      refreshToken: "r",
      ...(time === undefined ? {} : { expiry: time }),
    });
  });

  it.each([[null], ["a"], [{}], [{ access_token: "" }], [{ access_token: 1 }], [[]]])(
    "has no token where there is %j",
    (entry) => {
      expect(readEntry(parseTokenFile(file({ key: entry })), "key")).toBeUndefined();
    },
  );

  it("has no tokens under the names of objects' own methods", () => {
    expect(readEntry(parseTokenFile(file({})), "constructor")).toBeUndefined();
  });

  it("keeps all that is unknown", () => {
    const before = parseTokenFile(
      JSON.stringify({
        version: 1,
        later: { a: [1] },
        tokens: {
          other: { strange: true },
          key: { access_token: "a", refresh_token: "r", more: 1 },
        },
      }),
    );
    const after = JSON.parse(
      writeEntry(before, ["key"], { accessToken: "b", tokenType: "Bearer" }),
    ) as unknown;
    expect(after).toEqual({
      version: 1,
      later: { a: [1] },
      tokens: {
        other: { strange: true },
        key: { access_token: "b", token_type: "Bearer", more: 1 },
      },
    });
  });

  it("reads what it wrote, under any key", () => {
    const text = fc.string({ minLength: 1 });
    const time = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(text, text, time, fc.option(text), (key, accessToken, expiry, refreshToken) => {
        const token = {
          accessToken,
          tokenType: "Bearer",
          expiry,
          ...(refreshToken === null ? {} : { refreshToken }),
        };
        const written = writeEntry({ version: 1, tokens: {} }, [key, "second"], token);
        expect(readEntry(parseTokenFile(written), key)).toEqual(token);
        expect(readEntry(parseTokenFile(written), "second")).toEqual(token);
      }),
    );
  });
});
