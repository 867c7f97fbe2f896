import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as errors from "./index.js";
import { apiErrorFrom, DatabricksError, isDatabricksError } from "./index.js";

const samples: readonly DatabricksError[] = [
  new DatabricksError("base"),
  new errors.ConnectionError("refused", { code: "ECONNREFUSED" }),
  new errors.TimeoutError("late", { elapsed: 5, attempts: 2 }),
  new errors.InvalidResponseError("no JSON"),
  new errors.InvalidRequestError("wrong", { field: "a.b" }),
  new errors.PagingError("again"),
  new errors.ConfigError("host missing", { attribute: "host" }),
  new errors.DefaultCredentialsError("none", {
    strategies: [{ name: "pat", outcome: "skipped", reason: "token is not set" }],
  }),
  new errors.OperationFailed("failed", { state: "ERROR", value: { a: 1 }, response: { b: 2 } }),
  new errors.OperationTimeout("late", { elapsed: 1, attempts: 1, lastValue: { a: 1 } }),
  apiErrorFrom({
    status: 404,
    statusText: "",
    headers: {},
    body: "",
    method: "GET",
    path: "/x",
    attempts: 1,
  }),
];

describe("every error", () => {
  it.each(samples.map((error) => [error.constructor.name, error] as const))(
    "%s is complete",
    (name, error) => {
      expect(error.name).toBe(name);
      expect(error).toBeInstanceOf(DatabricksError);
      expect(error).toBeInstanceOf(Error);
      expect(isDatabricksError(error)).toBe(true);
      expect(error.stack?.startsWith(`${name}: ${error.message}`)).toBe(true);
      expect(Object.keys(error)).not.toContain("name");
      expect(inspect(error)).toBe(error.stack);
      expect(error.toJSON()).toMatchObject({ name, message: error.message });
    },
  );

  it("names every class after itself, and each is in the index once", () => {
    const classes = Object.entries(errors).filter(([, value]) =>
      String(value).startsWith("class "),
    );
    expect(classes).toHaveLength(34);
    for (const [name, type] of classes)
      expect((type as typeof DatabricksError).prototype.name).toBe(name);
  });

  it("keeps its facts", () => {
    const [, connection, timeout, , request, , config, credentials, failed, late] = samples;
    expect(connection).toMatchObject({ code: "ECONNREFUSED" });
    expect(new errors.ConnectionError("x").code).toBe("");
    expect(timeout).toMatchObject({ elapsed: 5, attempts: 2 });
    expect(request?.toJSON()).toMatchObject({ field: "a.b" });
    expect(config?.toJSON()).toMatchObject({ attribute: "host" });
    expect(credentials).toBeInstanceOf(errors.ConfigError);
    expect(credentials?.toJSON()).toMatchObject({
      strategies: [{ name: "pat", outcome: "skipped" }],
    });
    expect(failed).toMatchObject({ state: "ERROR", value: { a: 1 }, response: { b: 2 } });
    expect(failed?.toJSON()).toEqual({
      name: "OperationFailed",
      message: "failed",
      state: "ERROR",
    });
    expect(late).toBeInstanceOf(errors.TimeoutError);
    expect(late).toMatchObject({ lastValue: { a: 1 } });
  });
});

describe("isDatabricksError", () => {
  it("knows an error of another copy of the SDK, and nothing else", () => {
    const foreign: unknown = runInNewContext(
      `class E extends Error {}; Object.defineProperty(E.prototype, brand, { value: true }); new E("x")`,
      { brand: Symbol.for("databricks-sdk-ts.error") },
    );
    expect(foreign).not.toBeInstanceOf(Error);
    expect(isDatabricksError(foreign)).toBe(true);
    for (const other of [new Error("x"), {}, null, undefined, "DatabricksError", 1]) {
      expect(isDatabricksError(other)).toBe(false);
    }
  });
});

describe("causes", () => {
  it("are kept, and shown by name and message", () => {
    const root = new TypeError("socket: Bearer abcdef");
    const cause = new errors.ConnectionError("no answer", { cause: root });
    const error = new errors.TimeoutError("late", { elapsed: 1, attempts: 1, cause });
    expect(error.cause).toBe(cause);
    expect(inspect(error).split("\n").slice(-2)).toEqual([
      "  [cause]: ConnectionError: no answer",
      "  [cause]: TypeError: socket: Bearer **REDACTED**",
    ]);
    expect(error.toJSON()).toMatchObject({ cause: "ConnectionError: no answer" });
    expect(new DatabricksError("x", { cause: { password: "abc" } }).toJSON()).toMatchObject({
      cause: "a thrown object",
    });
    expect(new DatabricksError("x", { cause: "text" }).toJSON()).toMatchObject({ cause: "text" });
  });

  it("may go round in a circle", () => {
    const error = new DatabricksError("x");
    error.cause = error;
    expect(inspect(error)).toContain("[cause]: DatabricksError: x");
  });
});

describe("secrets", () => {
  it("are in no rendering of an error", () => {
    const secret = fc.stringMatching(/^s3cr3t[a-z0-9]{12}$/);
    const field = fc.constantFrom(
      "token_value",
      "string_value",
      "bytes_value",
      "value",
      "content",
      "token",
      "access_token",
      "client_secret",
      "password",
    );
    fc.assert(
      fc.property(secret, field, fc.integer({ min: 400, max: 504 }), (text, name, status) => {
        const request = {
          headers: { authorization: `Bearer ${text}` },
          url: `https://h/?X-Amz-Signature=${text}`,
        };
        const cause = Object.assign(new Error(`sent ${request.url} with Bearer ${text}`), {
          request,
        });
        const detail = {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          metadata: { [name]: text },
        };
        const leak = { [name]: text, details: [detail, { [name]: text }] };
        const bodies = [
          JSON.stringify(leak),
          JSON.stringify([leak]),
          `<pre>${request.url}</pre>`,
          `A_B: Bearer ${text}`,
          `got authorization: Bearer ${text}`,
        ];
        const made = bodies.flatMap((body) => {
          const error = apiErrorFrom({
            status,
            statusText: "",
            headers: {},
            body,
            method: "GET",
            path: `/p?sig=${text}`,
            url: request.url,
            attempts: 1,
            cause,
          });
          const value = { [name]: text };
          return [
            error,
            new errors.OperationFailed("failed", {
              state: "ERROR",
              value,
              response: value,
              cause: error,
            }),
            new errors.OperationTimeout("late", {
              elapsed: 1,
              attempts: 1,
              lastValue: value,
              cause: error,
            }),
            new errors.ConnectionError("broke", { cause }),
          ];
        });
        for (const error of made) {
          const renderings = [
            String(error),
            error.message,
            error.stack,
            inspect(error, { depth: Infinity }),
            inspect({ error }, { depth: Infinity }),
            JSON.stringify(error),
            JSON.stringify({ error }),
          ];
          for (const rendering of renderings) expect(rendering).not.toContain(text);
        }
      }),
    );
  });
});
