import diagnostics from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { ConnectionError } from "../../errors/index.js";
import { eventChannels } from "../events.js";
import { answering, callRequest, reply } from "../testing/call-request.js";
import { FakeClock } from "../testing/fake-clock.js";
import { createTraceparent } from "../traceparent.js";
import { events } from "./events.js";
import { log } from "./log.js";
import { prepare } from "./prepare.js";
import { userAgentStep } from "./user-agent.js";

const failing = async (): Promise<never> => {
  throw new ConnectionError("no response", { code: "ECONNRESET" });
};

describe("events", () => {
  const channels = eventChannels();
  if (channels === undefined) throw new Error("Node has diagnostics channels");
  const step = events(channels, new FakeClock());

  it("tell of requests and responses, without secrets", async () => {
    const seen: unknown[] = [];
    const listen = (message: unknown): void => void seen.push(message);
    diagnostics.subscribe("databricks-sdk-ts:request", listen);
    diagnostics.subscribe("databricks-sdk-ts:response", listen);
    const url = "https://workspace.test/api?token=secret&x=1";
    const request = callRequest({ url, headers: { authorization: "Bearer secret" } });
    await step.send(request, answering([reply({ status: 201 })]).next);
    await expect(step.send(request, failing)).rejects.toThrow("no response");
    diagnostics.unsubscribe("databricks-sdk-ts:request", listen);
    diagnostics.unsubscribe("databricks-sdk-ts:response", listen);

    expect(seen).toMatchObject([
      { method: "GET", attempt: 1 },
      { status: 201, duration: 0 },
      { method: "GET", attempt: 1 },
      { error: { code: "ECONNRESET" }, duration: 0 },
    ]);
    expect((seen[1] as { request: unknown }).request).toBe(seen[0]);
    expect(JSON.stringify(seen)).not.toContain("secret");
  });

  it("are not made when nobody listens", async () => {
    const { next } = answering([]);
    const request = callRequest();
    const touched = new Proxy(request, {
      get() {
        throw new Error("looked at");
      },
    });
    await expect(step.send(touched, next)).resolves.toMatchObject({ status: 200 });
  });
});

describe("log", () => {
  it("writes one message per exchange, failed ones too, without secrets", async () => {
    const lines: string[] = [];
    const note = (message: string): void => void lines.push(message);
    const logger = { debug: note, info: note, warn: note, error: note };
    const step = log(logger, { truncateBytes: 96, headers: true });
    const request = callRequest({
      method: "POST",
      headers: { authorization: "Bearer secret" },
      body: '{"string_value":"secret","key":"k"}',
    });
    await step.send(request, answering([reply({ text: '{"token":"secret"}' })]).next);
    await expect(step.send(request, failing)).rejects.toThrow("no response");
    const blob = callRequest({ method: "PUT", body: new Blob(["secret"]) });
    await step.send(blob, answering([]).next);
    expect(lines).toHaveLength(3);
    expect(lines.join("\n")).not.toContain("secret");
    expect(lines[0]).toMatch(/^POST \/api\/2\.0\/things[^]*"key": "k"[^]*< 200 OK/);
    expect(lines[1]).toContain("ConnectionError: no response");
    expect(lines[2]).toContain("[raw stream]");
  });
});

describe("prepare and user-agent", () => {
  it("add what the call does not say itself", async () => {
    const { sent, next } = answering([]);
    const agent = userAgentStep(() => "sdk/1");
    await prepare.send(callRequest(), (request) => agent.send(request, next));
    const own = { traceparent: "00-1-2-01", "user-agent": "mine/2" };
    await prepare.send(callRequest({ headers: { ...own } }), (request) =>
      agent.send(request, next),
    );
    expect(sent[0]?.headers["user-agent"]).toBe("sdk/1");
    expect(sent[0]?.headers["traceparent"]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(sent[1]?.headers).toEqual(own);
  });
});

describe("createTraceparent", () => {
  it("is new each time and well formed", () => {
    const all = Array.from({ length: 1000 }, () => createTraceparent());
    expect(new Set(all).size).toBe(1000);
    expect(all.filter((text) => !/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/.test(text))).toEqual([]);
  });
});
