import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatExchange, redactHeaders } from "./index.js";

const options = { truncateBytes: 96, headers: false };

/** The lines of a body as they are shown. */
function shownBody(body: string, truncateBytes = 96): string {
  const lines = formatExchange(
    { method: "GET", url: "/x", status: 200, responseBody: body },
    { truncateBytes, headers: false },
  ).split("\n");
  return lines.slice(2).join("\n");
}

describe("formatExchange", () => {
  it("shows one exchange", () => {
    expect(
      formatExchange(
        {
          method: "POST",
          url: "https://host.example/api/2.0/secrets/put?dry%20run=true&token=abc",
          requestHeaders: { authorization: "Bearer abc", accept: "application/json" },
          requestBody: '{"scope":"s","key":"k","string_value":"abc"}',
          status: 200,
          statusText: "OK",
          responseHeaders: { "set-cookie": "abc", "content-type": "application/json" },
          responseBody: '{"b":[],"a":{"id":9223372036854775807,"none":null,"yes":true,"o":{}}}',
        },
        { truncateBytes: 96, headers: true },
      ),
    ).toBe(
      `POST /api/2.0/secrets/put?dry run=true&token=**REDACTED**
> * authorization: **REDACTED**
> * accept: application/json
> {
>   "key": "k",
>   "scope": "s",
>   "string_value": "**REDACTED**"
> }
< 200 OK
< * set-cookie: **REDACTED**
< * content-type: application/json
< {
<   "a": {
<     "id": 9223372036854775807,
<     "none": null,
<     "o": {},
<     "yes": true
<   },
<   "b": []
< }`,
    );
  });

  it("shows no headers unless asked to, and no lines for what is not there", () => {
    const exchange = {
      method: "GET",
      url: "/x",
      requestHeaders: { accept: "*/*" },
      requestBody: "",
    };
    expect(formatExchange({ ...exchange, status: 204, responseBody: "" }, options)).toBe(
      "GET /x\n< 204",
    );
  });

  it("says why no answer came", () => {
    const error = new TypeError("failed: Bearer abcdef");
    expect(formatExchange({ method: "GET", url: "/x", error }, options)).toBe(
      "GET /x\n< TypeError: failed: Bearer **REDACTED**",
    );
    expect(formatExchange({ method: "GET", url: "/x" }, options)).toBe("GET /x\n< no answer");
  });

  it("does not read streams or bytes", () => {
    const bytes = { method: "PUT", url: "/x", requestBody: new Uint8Array(3), status: 200 };
    const responseBody = new ReadableStream<Uint8Array>();
    expect(formatExchange({ ...bytes, responseBody }, options)).toBe(
      "PUT /x\n> [raw stream]\n< 200\n< [raw stream]",
    );
    expect(responseBody.locked).toBe(false);
  });

  it("hides the secrets of a form", () => {
    const requestBody = "grant_type=client_credentials&client_secret=abc&scope=all-apis";
    expect(formatExchange({ method: "POST", url: "/x", requestBody }, options)).toContain(
      "> grant_type=client_credentials&client_secret=**REDACTED**&scope=all-apis",
    );
  });

  it("keeps a request on one line whatever its path holds", () => {
    const shown = formatExchange(
      { method: "GET", url: "/a%0Ab%E2%80%A8?q=%0D", status: 1 },
      options,
    );
    expect(shown).toBe("GET /a%0Ab%E2%80%A8?q=%0D\n< 1");
    expect(formatExchange({ method: "GET", url: "/%zz", status: 1 }, options)).toContain("/%zz");
  });

  it("cuts long texts, counting bytes and not splitting characters", () => {
    expect(shownBody("a".repeat(97))).toBe(`< ${"a".repeat(96)}... (1 more bytes)`);
    expect(shownBody("a".repeat(96))).toBe(`< ${"a".repeat(96)}`);
    expect(shownBody("ä".repeat(49))).toBe(`< ${"ä".repeat(48)}... (2 more bytes)`);
    expect(shownBody(`a${"ä".repeat(48)}`)).toBe(`< a${"ä".repeat(47)}... (2 more bytes)`);
    expect(shownBody(JSON.stringify({ a: "b".repeat(100) }))).toContain(
      `"${"b".repeat(96)}... (4 more bytes)"`,
    );
    expect(shownBody("a".repeat(97), 10)).toContain("... (1 more bytes)");
    expect(shownBody("a".repeat(200), 150)).toBe(`< ${"a".repeat(150)}... (50 more bytes)`);
  });

  it("ends an array when the budget is used up", () => {
    const body = JSON.stringify({ list: Array.from({ length: 50 }, () => "x".repeat(46)) });
    const [, , ...shown] = shownBody(body).split("\n");
    expect(shown).toEqual([
      `<     "${"x".repeat(46)}",`,
      `<     "${"x".repeat(46)}",`,
      '<     "... (48 additional elements)"',
      "<   ]",
      "< }",
    ]);
  });

  it("ends in the depth, too", () => {
    const body = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    expect(shownBody(body)).toContain('"... (nested deeper)"');
  });

  it("never shows a secret, wherever it stands", () => {
    const secret = fc.stringMatching(/^s3cr3t-[a-z0-9]{12}$/);
    const field = fc.constantFrom(
      "token",
      "token_value",
      "string_value",
      "bytes_value",
      "value",
      "content",
      "access_token",
      "refresh_token",
      "id_token",
      "client_secret",
      "secret",
      "password",
      "assertion",
      "authorization",
    );
    const parameter = fc.constantFrom(
      "X-Amz-Signature",
      "x-amz-credential",
      "X-Amz-Security-Token",
      "sig",
      "Signature",
      "X-Goog-Signature",
      "access_token",
      "code",
    );
    const header = fc.constantFrom(
      "Authorization",
      "x-databricks-azure-sp-management-token",
      "x-databricks-gcp-sa-access-token",
      "cookie",
      "x-unheard-of",
    );
    fc.assert(
      fc.property(secret, field, parameter, header, (text, name, query, headerName) => {
        const nested = JSON.stringify({ outer: [{ [name]: text }, { [name]: { deep: [text] } }] });
        const shown = formatExchange(
          {
            method: "PUT",
            url: `https://h/p?a=b&${query}=${text}`,
            requestHeaders: { [headerName]: text },
            requestBody: nested,
            status: 200,
            responseHeaders: { [headerName]: text },
            responseBody: `{"url":"https://h/p?${query}=${text}","x":${nested}}`,
          },
          { truncateBytes: 100_000, headers: true },
        );
        expect(shown).not.toContain(text);
      }),
    );
  });

  it("shows any text without failing", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string({ unit: "binary" })),
        fc.nat(300),
        (body, limit) => {
          const shown = formatExchange(
            { method: "GET", url: body, requestBody: body, status: 200, responseBody: body },
            { truncateBytes: limit, headers: true },
          );
          expect(
            shown
              .split("\n")
              .slice(1)
              .every((line) => /^[<>] /.test(line)),
          ).toBe(true);
        },
      ),
    );
  });
});

describe("redactHeaders", () => {
  it("shows the values of known harmless headers only, in any case", () => {
    expect(redactHeaders({ "Content-Type": "text/plain", "x-api-key": "abc" })).toEqual({
      "Content-Type": "text/plain",
      "x-api-key": "**REDACTED**",
    });
  });
});
