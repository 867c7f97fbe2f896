import { afterEach, describe, expect, it } from "vitest";
import { TimeoutError } from "../../../errors/index.js";
import { Files } from "../files.js";
import type { Action } from "./testing/fault.js";
import { FakeCloud, type FakeCloudOptions } from "./testing/fake-cloud.js";

const path = "/Volumes/main/default/v/f";
const part = 256 * 1024;
const content = new Uint8Array(4 * part);
const small = { partSize: part, multipartThreshold: 1 };
const closing: FakeCloud[] = [];

afterEach(async () => {
  for (const cloud of closing.splice(0)) await cloud.close();
});

async function started(options?: FakeCloudOptions): Promise<{ cloud: FakeCloud; files: Files }> {
  const cloud = await FakeCloud.start(options);
  closing.push(cloud);
  return { cloud, files: new Files(cloud.api) };
}

async function* stream(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += part / 3) yield content.subarray(at, at + part / 3);
}

describe("an upload that is aborted", () => {
  const stages: readonly (readonly ["multipart" | "resumable", Action, number])[] = [
    ["multipart", "initiate", 0],
    ["multipart", "part-urls", 0],
    ["multipart", "part", 0],
    ["multipart", "part", 1],
    ["multipart", "part", 3],
    ["resumable", "initiate", 0],
    ["resumable", "resumable-url", 0],
    ["resumable", "chunk", 0],
    ["resumable", "chunk", 2],
    ["resumable", "chunk", 3],
  ];

  it.each(stages)("%s, at %s %i, leaves nothing", async (kind, stage, nth) => {
    for (const source of [(): Uint8Array => content, stream]) {
      const user = new AbortController();
      const { cloud, files } = await started({
        kind,
        fault: ({ action }, before) => {
          if (action !== stage || before !== nth) return undefined;
          user.abort(new Error("enough"));
          return "silence";
        },
      });
      const upload = files.upload(path, source(), { ...small, signal: user.signal });
      await expect(upload).rejects.toThrow("enough");
      expect(cloud.uploads.files.size).toBe(0);
      expect(cloud.count("whole")).toBe(0);
      // Nobody knows of an upload that was about to begin, or to get its address.
      expect(cloud.uploads.open.size).toBe(stage === "resumable-url" ? 1 : 0);
    }
  });

  it("does not wait for a source that gives nothing, and closes it", async () => {
    const { cloud, files } = await started();
    const user = new AbortController();
    let cancelled: unknown;
    const silent = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(2 * part)),
      pull: () => new Promise(() => setTimeout(() => user.abort(new Error("enough")), 20)),
      cancel: (reason) => void (cancelled = reason),
    });
    const upload = files.upload(path, silent, { ...small, signal: user.signal });
    await expect(upload).rejects.toThrow("enough");
    expect(cancelled).toBe(user.signal.reason);
    expect(cloud.uploads.open.size).toBe(0);
    async function* never(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1);
      await new Promise(() => undefined);
    }
    const timed = files.upload(path, never(), { signal: AbortSignal.timeout(10) });
    await expect(timed).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("sends nothing when it was aborted before it began, and closes its source", async () => {
    const { cloud, files } = await started();
    const signal = AbortSignal.abort(new Error("enough"));
    let cancelled: unknown;
    const source = new ReadableStream({ cancel: (reason) => void (cancelled = reason) });
    await expect(files.upload(path, source, { signal })).rejects.toThrow("enough");
    expect(cancelled).toBe(signal.reason);
    expect(cloud.seen).toEqual([]);
  });

  it("by what its progress is told, says why", async () => {
    const { cloud, files } = await started({ onRequest: () => cloud.clock.advance(1000) });
    const onProgress = (): void => {
      throw new Error("display broke");
    };
    await expect(files.upload(path, content, { ...small, onProgress })).rejects.toThrow(
      "display broke",
    );
    expect(cloud.uploads.files.size + cloud.uploads.open.size).toBe(0);
  });
});

describe("the timeout of an upload", () => {
  it("spans all of it", async () => {
    const { cloud, files } = await started({
      onRequest: ({ action }) => action === "part" && cloud.clock.advance(40_000),
    } as FakeCloudOptions);
    const upload = files.upload(path, content, { ...small, timeout: 100_000 });
    await expect(upload).rejects.toThrow(TimeoutError);
    await expect(upload).rejects.toThrow(`${path} was not transferred within its timeout of 100 s`);
    expect(cloud.uploads.files.size + cloud.uploads.open.size).toBe(0);
  });
});
