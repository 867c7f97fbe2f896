import { describe, expect, it } from "vitest";
import type { StorageRequest } from "../../../api-client/index.js";
import { TimeoutError } from "../../../errors/index.js";
import type { HttpResponse } from "../../../http/index.js";
import { fakeServiceClient } from "../../testing/fake-service-client.js";
import { StorageSource, StorageUnusable } from "./storage-source.js";

const silent = new TimeoutError("silent", { elapsed: 1, attempts: 1 });

function answer(status: number): HttpResponse {
  const headers = {};
  const stream = (): ReadableStream<Uint8Array> => new Blob([]).stream();
  return { status, statusText: "", headers, stream, text: async () => "", discard: async () => {} };
}

/** A source whose requests are answered in turn. */
function sourceWith(answers: (HttpResponse | Error)[], stallTimeout = 60_000) {
  const sent: StorageRequest[] = [];
  const api = fakeServiceClient({}, { config: { retryTimeoutSeconds: 300 } });
  const url = { get: async () => ({ url: "https://storage/key", headers: {} }) };
  const source = new StorageSource(url, {
    api,
    path: "/Volumes/a",
    signal: new AbortController().signal,
    stallTimeout,
    retry: undefined,
    async send(request) {
      sent.push(request);
      const next = answers.shift();
      if (next === undefined || next instanceof Error) throw next;
      return next;
    },
  });
  return { source, sent, limits: () => sent.map((request) => request.stallTimeout) };
}

describe("StorageSource", () => {
  it("waits for a first answer only so long, and for others as it is told", async () => {
    const { source, limits } = sourceWith([answer(503), answer(200), answer(206)]);
    await source.get({});
    await source.get({});
    expect(limits()).toEqual([15_000, 60_000, 60_000]);
  });

  it.each([
    [0, 0],
    [5_000, 5_000],
  ])("waits no longer than it is told: %i ms", async (stallTimeout, expected) => {
    const { source, limits } = sourceWith([answer(200)], stallTimeout);
    await source.get({});
    expect(limits()).toEqual([expected]);
  });

  it("is given up at once when it has never answered, and tried again when it has", async () => {
    const never = sourceWith([silent]);
    await expect(never.source.get({})).rejects.toThrow(StorageUnusable);
    expect(never.sent).toHaveLength(1);
    const { source, sent } = sourceWith([answer(200), silent, silent, answer(200)]);
    await source.get({});
    await source.get({});
    expect(sent).toHaveLength(4);
    const lost = sourceWith([answer(200), silent, silent, silent]);
    await lost.source.get({});
    await expect(lost.source.get({})).rejects.toThrow(StorageUnusable);
  });

  it("is no way around an error that the workspace would answer with too", async () => {
    for (const status of [400, 404, 412, 416]) {
      const { source } = sourceWith([answer(status)]);
      await expect(source.get({})).rejects.toMatchObject({ status });
    }
  });
});
