import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isSecretField,
  redacted,
  redactFields,
  redactQuery,
  redactText,
  redactUrl,
} from "./index.js";

describe("isSecretField", () => {
  it.each(
    "bytes_value string_value token_value value command content access_token refresh_token id_token client_secret secret password token Authorization authorization_header assertion client_assertion private_key secret_access_key session_token accessToken azure_client_secret code_verifier".split(
      " ",
    ),
  )("hides %s", (name) => expect(isSecretField(name)).toBe(true));

  it.each(
    "page_token next_page_token prev_page_token pageToken idempotency_token max_tokens token_type token_info key scope name contents values string".split(
      " ",
    ),
  )("shows %s", (name) => expect(isSecretField(name)).toBe(false));
});

describe("redactFields", () => {
  it("replaces secret values at any depth and leaves its input alone", () => {
    const input = { a: [{ token: { x: 1 } }], url: "https://h/p?sig=abc&n=1", n: 1n, none: null };
    const copy = structuredClone(input);
    expect(redactFields(input)).toEqual({
      a: [{ token: redacted }],
      url: `https://h/p?sig=${redacted}&n=1`,
      n: 1n,
      none: null,
    });
    expect(input).toEqual(copy);
  });
});

describe("redactUrl", () => {
  it.each([
    ["/api/2.0/x?max=1&page_token=p", "/api/2.0/x?max=1&page_token=p"],
    [
      "https://h/a?X-Amz-Signature=s&X-Amz-Credential=c&partNumber=1",
      `https://h/a?X-Amz-Signature=${redacted}&X-Amz-Credential=${redacted}&partNumber=1`,
    ],
    ["https://h/a?sv=1&sig=s%2B", `https://h/a?sv=1&sig=${redacted}`],
    ["https://h/a?X-Goog-Signature=s", `https://h/a?X-Goog-Signature=${redacted}`],
    ["https://h/a?upload_id=s", `https://h/a?upload_id=${redacted}`],
    [
      "https://h/a?AWSAccessKeyId=a&Signature=s&Expires=1",
      `https://h/a?AWSAccessKeyId=${redacted}&Signature=${redacted}&Expires=1`,
    ],
    ["https://h/cb?code=s&state=t#id_token=u", `https://h/cb?code=${redacted}&state=t`],
    ["https://h/?access%5Ftoken=s", `https://h/?access%5Ftoken=${redacted}`],
    ["https://h/?a.token=s&flag", `https://h/?a.token=${redacted}&flag`],
    ["https://h/?%zz=1", "https://h/?%zz=1"],
    ["https://user:p@ss@h/a@b", `https://${redacted}@h/a@b`],
    ["", ""],
  ])("%s is shown as %s", (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});

describe("redactQuery", () => {
  it("hides the secrets of a form", () => {
    expect(redactQuery("grant_type=client_credentials&client_secret=s")).toBe(
      `grant_type=client_credentials&client_secret=${redacted}`,
    );
  });
});

describe("redactText", () => {
  it.each([
    ["sent Authorization: Bearer abc.def-123= to x", `sent Authorization: Bearer ${redacted} to x`],
    ["Basic dXNlcjpwYXNz", `Basic ${redacted}`],
    ["token dapi0123456789abcdef0123456789abcdef-2 is invalid", `token ${redacted} is invalid`],
    ["jwt eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln!", `jwt ${redacted}!`],
    ["see 'https://h/x?sig=abc' now", `see 'https://h/x?sig=${redacted}' now`],
    ["Cluster 0123-456 does not exist", "Cluster 0123-456 does not exist"],
  ])("%s is shown as %s", (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it("changes nothing twice", () => {
    const parts = fc.constantFrom(
      "Bearer ",
      "eyJ",
      "dapi",
      "a1b2c3d4e5f6a7b8",
      ".",
      "https://h/?sig=",
      "@",
      " ",
      "=",
    );
    fc.assert(
      fc.property(fc.array(parts), (array) => {
        const once = redactText(array.join(""));
        expect(redactText(once)).toBe(once);
      }),
    );
  });
});
