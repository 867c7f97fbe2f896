import { afterEach, describe, expect, it } from "vitest";
import {
  AlreadyExists,
  ConnectionError,
  InvalidRequestError,
  InvalidResponseError,
  PermissionDenied,
  TemporarilyUnavailable,
} from "../../../errors/index.js";
import { Files } from "../files.js";
import type { UploadOptions } from "../options.js";
import { expiredOnAws, expiredOnAzure, type Fault, forbidden } from "./testing/fault.js";
import { FakeCloud, type FakeCloudOptions } from "./testing/fake-cloud.js";

const path = "/Volumes/main/default/v/f";
const part = 256 * 1024;
const content = new Uint8Array(3 * part + 3).map((_, index) => (index * 7 + (index >> 9)) % 251);
const small: UploadOptions = { partSize: part, multipartThreshold: 1 };
const closing: FakeCloud[] = [];

afterEach(async () => {
  for (const cloud of closing.splice(0)) await cloud.close();
});

async function started(
  fault?: FakeCloudOptions["fault"],
  options: FakeCloudOptions = {},
): Promise<{ cloud: FakeCloud; files: Files }> {
  const given = fault === undefined ? {} : { fault };
  const cloud = await FakeCloud.start({ ...options, ...given, kind: "resumable" });
  closing.push(cloud);
  return { cloud, files: new Files(cloud.api) };
}

async function* stream(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 7777) yield content.subarray(at, at + 7777);
}

/** The n-th and following requests of chunks meet these faults, in turn. */
function chunksMeet(nth: number, ...faults: readonly Fault[]): FakeCloudOptions["fault"] {
  return ({ action }, before) => (action === "chunk" ? faults[before - nth] : undefined);
}

function ranges(cloud: FakeCloud): unknown[] {
  return cloud.seen
    .filter(({ action }) => action === "chunk" || action === "ask")
    .map(({ headers }) => headers["content-range"]);
}

function expectComplete(cloud: FakeCloud): void {
  expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
  expect(cloud.uploads.open.size).toBe(0);
  expect(cloud.count("whole")).toBe(0);
}

function expectNothing(cloud: FakeCloud): void {
  expect([...cloud.uploads.files.keys()]).toEqual([]);
  expect(cloud.uploads.open.size).toBe(0);
}

describe.each([
  ["again", () => content],
  ["once", stream],
] as const)("a resumable upload of a source read %s", (_name, source) => {
  it("tells the size with the last chunk", async () => {
    const { cloud, files } = await started();
    await files.upload(path, source(), small);
    expectComplete(cloud);
    expect(ranges(cloud)).toEqual([
      `bytes 0-${part - 1}/*`,
      `bytes ${part}-${2 * part - 1}/*`,
      `bytes ${2 * part}-${3 * part - 1}/*`,
      `bytes ${3 * part}-${3 * part + 2}/${3 * part + 3}`,
    ]);
  });

  it.each<[string, Fault]>([
    ["a cut connection", "cut"],
    ["an answer that is lost", "lost"],
    ["half a chunk", { kept: part / 2 }],
    ["nothing of a chunk", { kept: 0 }],
    ["a busy storage", { status: 503 }],
    ["a storage that is too busy", { status: 429 }],
    ["an early answer", { early: 503 }],
  ])("goes on from what has arrived after %s, at each chunk", async (_fault, fault) => {
    for (const nth of [0, 1, 2, 3]) {
      const { cloud, files } = await started(chunksMeet(nth, fault));
      await files.upload(path, source(), small);
      expectComplete(cloud);
      expect(cloud.count("ask")).toBe(1);
    }
  });

  it("outlasts many failures as long as some bytes arrive", async () => {
    const some: Fault = { kept: part / 8 };
    const { cloud, files } = await started(chunksMeet(1, ...Array.from({ length: 7 }, () => some)));
    const result = await files.upload(path, source(), { ...small, checksum: "sha256" });
    expect(result.bytes).toBe(content.length);
    expectComplete(cloud);
  });

  it("ends after three failures in a row, and leaves nothing", async () => {
    const { cloud, files } = await started(chunksMeet(1, "cut", "cut", "cut", "cut"));
    await expect(files.upload(path, source(), small)).rejects.toThrow(ConnectionError);
    expect(cloud.count("ask")).toBe(3);
    expectNothing(cloud);
  });

  it("counts a question that fails, too", async () => {
    const { cloud, files } = await started(({ action }, before) =>
      action === "ask" || (action === "chunk" && before === 1) ? { status: 503 } : undefined,
    );
    await expect(files.upload(path, source(), small)).rejects.toThrow(TemporarilyUnavailable);
    expect(cloud.count("chunk")).toBe(2);
    expect(cloud.count("ask")).toBe(3);
    expectNothing(cloud);
  });

  it("ends when storage takes no more, without asking for ever", async () => {
    const same: Fault = { status: 308, headers: { range: `bytes=0-${part - 1}` } };
    const { cloud, files } = await started(chunksMeet(1, same, same, same, same));
    const upload = files.upload(path, source(), small);
    await expect(upload).rejects.toThrow("storage takes no more bytes of");
    expect(cloud.count("chunk")).toBe(5);
    expectNothing(cloud);
  });

  it.each<[string, Fault]>([
    ["fewer bytes than it had", { status: 308, headers: { range: "bytes=0-5" } }],
    ["no bytes, where it had some", { status: 308 }],
    ["more bytes than were sent", { status: 308, headers: { range: `bytes=0-${2 * part}` } }],
    ["what is no range", { status: 308, headers: { range: "bytes=7-9" } }],
    ["the end, too early", { status: 200 }],
  ])("does not believe that storage has %s", async (_fault, fault) => {
    const { cloud, files } = await started(chunksMeet(1, fault));
    await expect(files.upload(path, source(), small)).rejects.toThrow(InvalidResponseError);
    expectNothing(cloud);
  });

  it("ends a file whose bytes are all there, but which is not complete", async () => {
    const { cloud, files } = await started(chunksMeet(3, { kept: 3 }));
    await files.upload(path, source(), small);
    expectComplete(cloud);
    const [, , , , asked, ended] = ranges(cloud);
    expect([asked, ended]).toEqual(["bytes */*", `bytes */${content.length}`]);
  });

  it.each([forbidden, expiredOnAws, expiredOnAzure])(
    "ends for good on any other answer",
    async (fault) => {
      const { cloud, files } = await started(chunksMeet(2, fault));
      await expect(files.upload(path, source(), small)).rejects.toThrow(PermissionDenied);
      expect(cloud.count("ask")).toBe(0);
      expectNothing(cloud);
    },
  );

  it("says of a 412 that the file exists, unless it may be replaced", async () => {
    const { cloud, files } = await started(chunksMeet(3, { status: 412 }));
    await expect(files.upload(path, source(), small)).rejects.toThrow(AlreadyExists);
    expectNothing(cloud);
    const other = await started(chunksMeet(3, { status: 412 }));
    const upload = other.files.upload(path, source(), { ...small, overwrite: true });
    await expect(upload).rejects.not.toThrow(AlreadyExists);
  });

  it("goes to the service when there is no address, with nothing to give up", async () => {
    const { cloud, files } = await started(({ action }) =>
      action === "resumable-url" ? { status: 500 } : undefined,
    );
    await files.upload(path, source(), small);
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    expect(cloud.actions).toEqual(["initiate", "resumable-url", "whole"]);
  });

  it("goes to the service when storage lets nobody in", async () => {
    const { cloud, files } = await started(chunksMeet(0, forbidden));
    await files.upload(path, source(), small);
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    expect(cloud.actions).toEqual(["initiate", "resumable-url", "chunk", "abort", "whole"]);
    expect(cloud.uploads.open.size).toBe(0);
  });

  it("names the option when parts are of a size that storage does not take", async () => {
    const { cloud, files } = await started();
    const upload = files.upload(path, source(), { ...small, partSize: part + 1 });
    await expect(upload).rejects.toThrow(InvalidRequestError);
    await expect(upload).rejects.toMatchObject({ field: "partSize" });
    expectNothing(cloud);
  });
});

describe("giving a resumable upload up", () => {
  it.each([499, 204])("is done with %i", async (status) => {
    const warnings: string[] = [];
    const ignore = (): void => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (line: string) => void warnings.push(line),
    };
    const { files } = await started(
      ({ action }, before) =>
        action === "abort"
          ? { status }
          : action === "chunk" && before === 1
            ? forbidden
            : undefined,
      { client: { logger } },
    );
    await expect(files.upload(path, content, small)).rejects.toThrow(PermissionDenied);
    expect(warnings).toEqual([]);
  });
});

it("a resumable upload waits as storage asks, within the retry timeout", async () => {
  const busy: Fault = { status: 503, headers: { "retry-after": "7" } };
  const { cloud, files } = await started(chunksMeet(1, busy));
  await files.upload(path, content, small);
  expect(cloud.clock.slept).toEqual([7000]);
  const slow = await started(chunksMeet(1, busy), { client: { retryTimeoutSeconds: 5 } });
  await expect(slow.files.upload(path, content, small)).rejects.toThrow(TemporarilyUnavailable);
  expectNothing(slow.cloud);
});
