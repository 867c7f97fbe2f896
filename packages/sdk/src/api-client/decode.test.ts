import { describe, expect, it } from "vitest";
import { InvalidResponseError } from "../errors/index.js";
import { decodeReply } from "./decode.js";
import type { Operation } from "./operation.js";

function decode(text: string, operation: Partial<Operation> = {}, headers = {}): unknown {
  const reply = { status: 200, statusText: "OK", headers, text };
  return decodeReply({ verb: "GET", ...operation }, "/api/x?token=secret", reply);
}

describe("decodeReply", () => {
  it("parses JSON with exact integers", () => {
    expect(decode('{"job_id":9223372036854775807,"n":1,"new":null}')).toEqual({
      job_id: 9223372036854775807n,
      n: 1,
      new: null,
    });
    expect(decode("[1,2]")).toEqual([1, 2]);
    expect(decode("{}")).toEqual({});
    expect(decode("")).toBeUndefined();
  });

  it.each(['{"a":', '{"a":1}x', "nonsense", '{"a":1', "<html>"])("refuses %j", (text) => {
    expect(() => decode(text)).toThrow(InvalidResponseError);
    expect(() => decode(text)).not.toThrow(/secret/);
  });

  it("says what to check when a web page came", () => {
    expect(() => decode("\n <!doctype html>")).toThrow(/HTML page.*DATABRICKS_HOST/);
    expect(() => decode("Sign in", {}, { "content-type": "text/html" })).toThrow(/HTML page/);
    expect(() => decode('{"a":')).toThrow(/GET \/api\/x: .*breaks off after 5 characters/);
  });

  it("hands over a stream, an empty one where there is no body", async () => {
    const stream = new Blob(["x"]).stream();
    const reply = { status: 200, statusText: "", headers: {}, text: "", stream };
    const result = decodeReply({ verb: "GET", stream: "contents" }, "/", reply);
    expect(result).toEqual({ contents: stream });
    const empty = decode("", { stream: "contents" }) as { contents: ReadableStream };
    expect(await new Response(empty.contents).text()).toBe("");
  });

  it("copies the response headers that the operation names, with their types", () => {
    const types = { "content-length": "int64", "content-type": "string", etag: "string" } as const;
    const headers = { "content-length": "9007199254740993", "content-type": "text/csv", x: "y" };
    expect(decode("", { verb: "HEAD", responseHeaders: types }, headers)).toEqual({
      "content-length": 9007199254740993n,
      "content-type": "text/csv",
    });
    expect(decode('{"a":1}', { responseHeaders: types }, { "content-length": "7" })).toEqual({
      a: 1,
      "content-length": 7,
    });
    expect(decode("", { responseHeaders: types }, { "content-length": "x" })).toEqual({});
  });
});
