import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64, encodeBase64Url, InvalidInput } from "./index.js";

const bytes = fc.uint8Array({ maxLength: 300 });

describe("base64", () => {
  it("is the same as Buffer's", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(encodeBase64(data)).toBe(Buffer.from(data).toString("base64"));
        expect(encodeBase64Url(data)).toBe(Buffer.from(data).toString("base64url"));
      }),
    );
  });

  it("is undone by decoding, in either alphabet, padded or not", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(decodeBase64(encodeBase64(data))).toEqual(data);
        expect(decodeBase64(encodeBase64(data).replaceAll("=", ""))).toEqual(data);
        expect(decodeBase64(encodeBase64Url(data))).toEqual(data);
      }),
    );
  });

  it("skips line breaks", () => {
    expect(new TextDecoder().decode(decodeBase64("aGVs\r\nbG8=\n"))).toBe("hello");
  });

  it.each(["a", "abc!", "ab=c", "====", "ab===", "ä===", "YWJj\u0000"])("refuses %j", (text) => {
    expect(() => decodeBase64(text)).toThrow(InvalidInput);
  });
});
