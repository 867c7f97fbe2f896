import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBody } from "./parse-body.js";

const parse = (body: string, status = 400, statusText = "Bad Request"): [string, string] => {
  const { errorCode, message } = parseBody({ status, statusText, body });
  return [errorCode, message];
};

describe("parseBody", () => {
  it.each<[string, string, string]>([
    ["", "", "Bad Request"],
    [" \n", "", "Bad Request"],
    ['{"error_code":"A_B","message":"said"}', "A_B", "said"],
    ['{"error_code":"A_B"}', "A_B", "request failed"],
    ["{}", "", "request failed"],
    ['{"message":"said"}', "", "said"],
    ['{"error_code":403,"message":"said"}', "403", "said"],
    ['{"error_code":{},"message":[]}', "", "request failed"],
    ['{"error":"old style","message":"not this"}', "", "old style"],
    ['{"error_code":"A","error":"old style"}', "A", "old style"],
    [
      '{"error":"invalid_client","error_description":"no such client"}',
      "",
      "invalid_client: no such client",
    ],
    ['{"error":{"message":"model said","code":"RATE"}}', "RATE", "model said"],
    ['{"detail":"Group not found","status":"404"}', "SCIM_404", "Group not found"],
    ['{"detail":"taken","status":409,"scimType":"uniqueness"}', "SCIM_409", "uniqueness taken"],
    ['{"detail":"null","status":"500"}', "SCIM_500", "SCIM API Internal Error"],
    ['{"detail":"no status"}', "SCIM_400", "no status"],
    ['{"detail":"","message":"said"}', "", "said"],
    [
      "MALFORMED_REQUEST: vpc_endpoints is no list\nat all",
      "MALFORMED_REQUEST",
      "vpc_endpoints is no list\nat all",
    ],
    ["<html><body><pre> Worker &lt;gone&gt; </pre></body></html>", "BAD_REQUEST", "Worker <gone>"],
    ["<HTML><TITLE>413 Too <b>Large</b></TITLE></HTML>", "BAD_REQUEST", "413 Too Large"],
    ['<title>t</title><pre class="x">p</pre>', "BAD_REQUEST", "p"],
  ])("reads %j", (body, errorCode, message) => {
    expect(parse(body)).toEqual([errorCode, message]);
  });

  it("takes the standard phrase where the protocol sends none", () => {
    expect(parse("", 404, "")).toEqual(["", "Not Found"]);
    expect(parse("", 418, "")).toEqual(["", "HTTP status 418"]);
    expect(parse("<pre>x</pre>", 503, "")).toEqual(["SERVICE_UNAVAILABLE", "x"]);
  });

  it.each(["just text", "[1,2]", "{broken", "<pre>never closed", "lower: case"])(
    "describes %j, which is in no known form",
    (body) => {
      const [errorCode, message] = parse(body);
      expect(errorCode).toBe("");
      expect(message).toContain("400 Bad Request is in no known form");
      expect(message).toContain(body);
    },
  );

  it("shows the beginning of a long unknown body, without its secrets", () => {
    expect(parse("x".repeat(1000))[1]).toMatch(/x{512}\.\.\. \(488 more characters\)$/);
    expect(parse('[{"token_value":"abc"}]')[1]).toContain('[{"token_value":"**REDACTED**"}]');
    expect(parse("Authorization: Bearer abcdef")[1]).not.toContain("abcdef");
  });

  it("never throws", () => {
    const body = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc
        .record(
          {
            error_code: fc.jsonValue(),
            message: fc.jsonValue(),
            details: fc.jsonValue(),
            error: fc.jsonValue(),
            detail: fc.jsonValue(),
            status: fc.jsonValue(),
            scimType: fc.jsonValue(),
          },
          { requiredKeys: [] },
        )
        .map((fields) => JSON.stringify(fields)),
      fc
        .array(
          fc.constantFrom("<pre", ">", "</pre>", "<title>", "</title>", "&lt;", "A_B: ", "{", "["),
          { maxLength: 9 },
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(body, fc.integer({ min: 100, max: 999 }), fc.string(), (text, status, phrase) => {
        const [errorCode, message] = parse(text, status, phrase);
        expect(typeof errorCode).toBe("string");
        expect(message).not.toBe("");
      }),
      { numRuns: 2000 },
    );
  });
});
