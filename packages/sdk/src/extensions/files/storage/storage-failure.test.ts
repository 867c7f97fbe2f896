import { describe, expect, it } from "vitest";
import { ApiError, PermissionDenied, TemporarilyUnavailable } from "../../../errors/index.js";
import type { HttpResponse } from "../../../http/index.js";
import { storageFailure, UrlExpired } from "./storage-failure.js";
import { expireTime, readStorageUrl } from "./storage-url.js";
import { xmlText } from "./xml.js";

const exchange = { method: "PUT", path: "/Volumes/a", attempts: 2, now: 0 } as const;

function response(
  status: number,
  body: string | Error,
  headers: Record<string, string> = {},
): HttpResponse {
  return {
    status,
    statusText: "",
    headers,
    text: () => (typeof body === "string" ? Promise.resolve(body) : Promise.reject(body)),
    stream: () => new Blob([]).stream(),
    discard: async () => undefined,
  };
}

const xml = (code: string, message: string, more = ""): string =>
  `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;

describe("an answer of storage", () => {
  const azure = (detail: string): string =>
    xml(
      "AuthenticationFailed",
      "Server failed",
      `<AuthenticationErrorDetail>${detail}</AuthenticationErrorDetail>`,
    );

  it.each([
    ["AWS", xml("AccessDenied", "Request has expired")],
    ["Azure", azure("Signature not valid in the specified time frame: Start [x]")],
  ])("of %s to an address that is too old", async (_cloud, body) => {
    const failure = await storageFailure(response(403, body), exchange);
    expect(failure).toBeInstanceOf(UrlExpired);
    expect((failure as UrlExpired).answer).toBeInstanceOf(PermissionDenied);
  });

  it.each([
    [400, xml("AccessDenied", "Request has expired")],
    [403, xml("AccessDenied", "Access Denied")],
    [403, xml("SignatureDoesNotMatch", "Request has expired")],
    [403, azure("Signature did not match")],
    [403, xml("AuthenticationFailed", "Signature not valid in the specified time frame")],
    [403, "Request has expired"],
    [403, ""],
    [503, xml("SlowDown", "Reduce your request rate")],
  ])("that is something else: %i %s", async (status, body) => {
    const failure = await storageFailure(response(status, body), exchange);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status, method: "PUT", path: "/Volumes/a", attempts: 2 });
  });

  it("is told with its code and the first line of its message", async () => {
    const body = xml("Slow&amp;Down", "Reduce &lt;it&gt;\nRequestId:1");
    const failure = await storageFailure(response(503, body, { "retry-after": "3" }), exchange);
    expect(failure).toBeInstanceOf(TemporarilyUnavailable);
    expect(failure).toMatchObject({ errorCode: "Slow&Down", retryAfter: 3000 });
    expect(failure.message).toContain("storage says: Reduce <it>");
    expect(failure.message).not.toContain("RequestId");
  });

  it("counts for its status when its body is lost", async () => {
    const failure = await storageFailure(response(403, new Error("cut")), exchange);
    expect(failure).toBeInstanceOf(PermissionDenied);
  });
});

describe("readStorageUrl", () => {
  it("takes the headers that the address was signed with", () => {
    const headers = [{ name: "X-Ms-Blob-Type", value: "BlockBlob" }, { name: "A" }, { value: "b" }];
    expect(readStorageUrl({ url: "https://s.test/a?b=c", headers }, "part 1")).toEqual({
      url: "https://s.test/a?b=c",
      headers: { "x-ms-blob-type": "BlockBlob", a: "" },
    });
  });

  it.each([undefined, {}, { url: "" }, { url: "no address" }])("refuses %j", (wire) => {
    expect(() => readStorageUrl(wire, "part 1")).toThrow("no address to storage for part 1");
  });
});

it("expireTime is RFC 3339 in UTC", () => {
  expect(expireTime(Date.UTC(2026, 0, 1), 3_600_000)).toBe("2026-01-01T01:00:00.000Z");
});

it.each([
  ["<A>x</A>", "x"],
  ["<A a='1'>\n x\n</A>", "x"],
  ["<A/>", undefined],
  ["<AB>x</AB>", undefined],
  ["<A></A>", ""],
  ["<A>&quot;&apos;&unknown;</A>", "\"'&unknown;"],
])("xmlText of %j is %j", (document, text) => {
  expect(xmlText(document, "A")).toBe(text);
});
