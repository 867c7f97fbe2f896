import diagnostics from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import {
  ApiError,
  ConnectionError,
  InvalidResponseError,
  PrivateLinkValidationError,
  TemporarilyUnavailable,
  TimeoutError,
  TooManyRequests,
} from "../errors/index.js";
import { FakeClock } from "../http/testing/fake-clock.js";
import { type Handler, json } from "../http/testing/local-server.js";
import type { ClientOptions } from "./client-options.js";
import type { Operation } from "./operation.js";
import { serve, type Served } from "./testing/client.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(
  handler: Handler,
  options?: ClientOptions,
  clock?: FakeClock,
): Promise<Served> {
  const served = await serve(handler, options, clock);
  closing.push(() => served.close());
  return served;
}

/** Answers the n-th request with the n-th answer, and the rest with success. */
function script(answers: readonly ((response: ServerResponse) => void)[]): Handler {
  let count = 0;
  return (_request, response) => {
    const answer = answers[count++];
    if (answer === undefined) json(response, { ok: true });
    else answer(response);
  };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = "{}") =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end(body);
const reset = (response: ServerResponse): void => void response.socket?.resetAndDestroy();
const cutOff = (response: ServerResponse): void => {
  response.writeHead(200, { "content-length": "100" });
  response.write('{"half":');
  setImmediate(() => response.socket?.resetAndDestroy());
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const get: Operation = { verb: "GET", path: "/api/x" };
const post: Operation = { verb: "POST", path: "/api/x", body: "*" };
const put: Operation = { verb: "PUT", path: "/api/x", body: "contents", rawBody: true };

describe("retries", () => {
  it("outlast a storm of 429 and 503, as slowly as the service asks", async () => {
    const date = new Date(Date.UTC(2026, 0, 1) + 15_000).toUTCString();
    const storm = [
      status(429, { "retry-after": "2" }),
      status(429),
      status(503, { "retry-after": "4" }),
      status(503, { "retry-after": date }),
      status(400, {}, '{"error_code":"REQUEST_LIMIT_EXCEEDED"}'),
    ];
    const { client, server, clock } = await started(script(storm));
    expect(await client.call(post, { a: 1 })).toEqual({ ok: true });
    expect(clock.slept).toEqual([2000, 1000, 4000, 8000, 5000]);
    expect(server.seen.map(({ body }) => body)).toEqual(times(6, '{"a":1}'));
  });

  it("stop before a wait that would pass the limit, with the last real error", async () => {
    const storm = times(100, status(429, { "retry-after": "2" }, '{"message":"slow down"}'));
    const { client, clock } = await started(script(storm), { retryTimeoutSeconds: 5 });
    const error: unknown = await client.call(get).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TooManyRequests);
    expect(error).toMatchObject({ attempts: 3, retryAfter: 2000 });
    expect(String(error)).toMatch(/slow down.*\(gave up after 3 attempts in 4 s\)$/);
    expect(clock.slept).toEqual([2000, 2000]);
  });

  it("obey the client's and the call's limits, the narrower one each", async () => {
    const storm = times(100, status(503));
    const { client, server } = await started(script(storm), { retry: { maxAttempts: 3 } });
    const attempts = async (retry?: false | { maxAttempts?: number; timeout?: number }) => {
      server.seen.length = 0;
      const error: unknown = await client
        .call(get, {}, retry === undefined ? {} : { retry })
        .catch((e: unknown) => e);
      expect(error).toBeInstanceOf(TemporarilyUnavailable);
      expect(error).toMatchObject({ attempts: server.seen.length });
      return server.seen.length;
    };
    expect(await attempts()).toBe(3);
    expect(await attempts(false)).toBe(1);
    expect(await attempts({ maxAttempts: 2 })).toBe(2);
    expect(await attempts({ maxAttempts: 9 })).toBe(3);
    expect(await attempts({ timeout: 1500 })).toBe(2);
    const once = await started(script(storm), { retry: false });
    await expect(once.client.call(get)).rejects.not.toThrow("gave up");
    expect(once.server.seen).toHaveLength(1);
  });

  it.each([500, 501, 502, 504])("leave %i alone", async (code) => {
    const { client, server } = await started(script([status(code)]));
    await expect(client.call(get)).rejects.toBeInstanceOf(ApiError);
    expect(server.seen).toHaveLength(1);
  });

  it("repeat a POST whose connection was reset, and send its body and token again", async () => {
    const operation: Operation = { ...post, idempotencyToken: "idempotency_token" };
    const { client, server } = await started(script([reset, reset]));
    await client.call(operation, { a: 1 });
    expect(server.seen).toHaveLength(3);
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
    expect(server.seen[0]?.body).toMatch(/"idempotency_token":"[0-9a-f-]{36}"/);
    expect(new Set(server.seen.map(({ headers }) => headers["traceparent"])).size).toBe(1);
  });

  it("send bytes and blobs again, but a stream only once", async () => {
    const { client, server } = await started(script([status(429), status(429), status(429)]));
    await client.call(put, { contents: new Blob(["blob"]) });
    expect(server.seen.map(({ body }) => body)).toEqual(times(4, "blob"));
    const again = await started(script([status(429)]));
    const contents = new Blob(["stream"]).stream();
    await expect(again.client.call(put, { contents })).rejects.toBeInstanceOf(TooManyRequests);
    expect(again.server.seen).toHaveLength(1);
  });

  it("read again what broke off, but do not repeat what was carried out", async () => {
    const reading = await started(script([cutOff]));
    expect(await reading.client.call(get)).toEqual({ ok: true });
    const writing = await started(script([cutOff]));
    const error: unknown = await writing.client.call(post).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(writing.server.seen).toHaveLength(1);
  });

  it("are announced", async () => {
    const seen: unknown[] = [];
    const listen = (message: unknown): void => void seen.push(message);
    diagnostics.subscribe("databricks-sdk-ts:retry", listen);
    const { client } = await started(script([status(429)]));
    await client.call({ ...get, path: "/api/x" }, { token: "secret" });
    diagnostics.unsubscribe("databricks-sdk-ts:retry", listen);
    expect(seen).toMatchObject([
      { method: "GET", path: "/api/x", attempt: 1, delay: 1000, error: { status: 429 } },
    ]);
  });
});

describe("responses that can't be read", () => {
  it("are errors of their own, and not asked for again", async () => {
    const { client, server } = await started(
      script([status(200, {}, '{"a":'), status(200, { "content-type": "text/html" }, "<html>")]),
    );
    await expect(client.call(get)).rejects.toBeInstanceOf(InvalidResponseError);
    await expect(client.call(get)).rejects.toThrow(/HTML page/);
    expect(server.seen).toHaveLength(2);
  });

  it("keep the status of an error page in HTML", async () => {
    const page = "<html><body><pre>Gateway is away</pre></body></html>";
    const { client } = await started(script([status(502, { "content-type": "text/html" }, page)]));
    const error: unknown = await client.call(get).catch((e: unknown) => e);
    expect(error).toMatchObject({ status: 502 });
    expect(String(error)).toContain("Gateway is away");
  });

  it("name the private link behind a redirect to the login page", async () => {
    const location = "/login.html?error=private-link-validation-error";
    const { client, server } = await started(script([status(302, { location })]));
    await expect(client.call(get)).rejects.toBeInstanceOf(PrivateLinkValidationError);
    expect(server.seen).toHaveLength(1);
  });
});

describe("deadlines", () => {
  const silent: Handler = () => undefined;
  const deadline = 7777;
  const holding = (): FakeClock => new FakeClock((milliseconds) => milliseconds === deadline);
  const arrived = async ({ server }: Served, count = 1): Promise<void> => {
    while (server.seen.length < count) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it("hold while waiting for headers", async () => {
    const served = await started(silent, {}, holding());
    const call = served.client.call(get, {}, { timeout: deadline }).catch((e: unknown) => e);
    await arrived(served);
    served.clock.advance(deadline);
    const error = await call;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ attempts: 1, elapsed: deadline });
    expect(String(error)).toContain("timeout of 7.777 s (sent once)");
  });

  it("hold for the body, that of a stream too", async () => {
    const half: Handler = (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
    };
    const served = await started(half, {}, holding());
    const call = served.client.call(get, {}, { timeout: deadline }).catch((e: unknown) => e);
    await arrived(served);
    served.clock.advance(deadline);
    expect(await call).toBeInstanceOf(TimeoutError);

    const download: Operation = { ...get, stream: "contents" };
    const { contents } = await served.client.call<{ contents: ReadableStream<Uint8Array> }>(
      download,
      {},
      { timeout: deadline },
    );
    const reader = contents.getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe("half");
    const rest = reader.read().catch((e: unknown) => e);
    served.clock.advance(deadline);
    expect(await rest).toBeInstanceOf(TimeoutError);
  });

  it("end a call before a wait that would pass them, with the last error as the cause", async () => {
    const storm = times(9, status(429, { "retry-after": "3" }));
    const { client, clock } = await started(script(storm), {}, holding());
    const error: unknown = await client
      .call(get, {}, { timeout: deadline })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ attempts: 3, cause: { status: 429 } });
    expect(clock.slept).toEqual([3000, 3000]);
  });

  it("are gone when the call has ended", async () => {
    const served = await started(script([]), {}, holding());
    await served.client.call(get, {}, { timeout: deadline });
    const download: Operation = { ...get, stream: "contents" };
    const { contents } = await served.client.call<{ contents: ReadableStream }>(
      download,
      {},
      { timeout: deadline },
    );
    expect(await new Response(contents).text()).toBe('{"ok":true}');
    served.clock.advance(2 * deadline);
  });

  it("of silence are told from those of the call", async () => {
    const { client, server } = await started(silent, {
      httpTimeoutSeconds: 0.03,
      retry: { maxAttempts: 2 },
    });
    const error: unknown = await client.call(get).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ attempts: 2 });
    expect(String(error)).toMatch(/silent for 0\.03 s \(gave up after 2 attempts/);
    expect(server.seen).toHaveLength(2);
  });
});

describe("an abort", () => {
  const reason = new Error("enough");

  it("ends a call that has not begun, a wait between attempts, and a retry", async () => {
    const { client, server } = await started(script(times(9, status(429))));
    const aborted = { signal: AbortSignal.abort(reason) };
    await expect(client.call(get, {}, aborted)).rejects.toBe(reason);
    expect(server.seen).toEqual([]);

    const waiting = await started(script(times(9, status(429))), {}, new FakeClock(() => true));
    const controller = new AbortController();
    const call = waiting.client.call(get, {}, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 40);
    await expect(call).rejects.toBe(reason);
    expect(waiting.server.seen).toHaveLength(1);
  });

  it("leaves other calls alone", async () => {
    const { client } = await started(async (_request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      json(response, { ok: true });
    });
    const controller = new AbortController();
    const doomed = client.call(get, {}, { signal: controller.signal });
    const other = client.call(get);
    controller.abort(reason);
    await expect(doomed).rejects.toBe(reason);
    expect(await other).toEqual({ ok: true });
  });
});

describe("a rate limit", () => {
  it("counts attempts, of all clients of a host", async () => {
    const { client, server, clock } = await started(script([status(503)]), { rateLimit: 1 });
    await client.call(get);
    expect(server.seen).toHaveLength(2);
    expect(clock.slept[0]).toBe(1000);
    await client.derive({}).call(get);
    expect(clock.slept.at(-1)).toBe(1000);
    expect(clock.slept).toHaveLength(2);
  });
});
