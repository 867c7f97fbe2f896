import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { AlreadyExists, InvalidRequestError, TooManyRequests } from "../../../errors/index.js";
import { Files } from "../files.js";
import type { UploadOptions } from "../options.js";
import { transferDefaults } from "../options.js";
import type { TransferProgress } from "../progress.js";
import type { Fault } from "./testing/fault.js";
import { FakeCloud, type FakeCloudOptions } from "./testing/fake-cloud.js";
import type { UploadSource } from "../../streams/index.js";

const path = "/Volumes/main/default/v/ü b.bin";
const part = 256 * 1024;
const small: UploadOptions = { partSize: part, multipartThreshold: 1 };
const closing: FakeCloud[] = [];

afterEach(async () => {
  for (const cloud of closing.splice(0)) await cloud.close();
});

async function started(options?: FakeCloudOptions): Promise<{ cloud: FakeCloud; files: Files }> {
  const cloud = await FakeCloud.start(options);
  closing.push(cloud);
  return { cloud, files: new Files(cloud.api) };
}

function bytes(size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  for (let i = 0; i < size; i++) all[i] = (i * 31 + (i >> 8)) & 0xff;
  return all;
}

async function* inChunks(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

const sources: readonly [string, (content: Uint8Array<ArrayBuffer>) => UploadSource][] = [
  ["bytes", (content) => content],
  ["an ArrayBuffer", (content) => content.buffer],
  ["a view", (content) => new DataView(content.buffer)],
  ["a Blob", (content) => new Blob([content])],
  ["a stream", (content) => new Blob([content]).stream()],
  ["a Node stream", (content) => Readable.from(inChunks(content, 70_001))],
  ["chunks of all sizes", (content) => inChunks(content, 3 * part - 1)],
];

describe.each(["multipart", "resumable"] as const)("a %s upload", (kind) => {
  it.each(sources)("takes %s of any size", async (_name, make) => {
    const { cloud, files } = await started({ kind });
    for (const size of [0, 1, part - 1, part, part + 1, 5 * part + 3]) {
      const content = bytes(size);
      const result = await files.upload(path, make(content), { ...small, overwrite: true });
      expect(result).toEqual({ bytes: size });
      expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
      expect(cloud.uploads.open.size).toBe(0);
      expect(cloud.count("whole")).toBe(1); // the empty one
    }
  });

  it("takes text as UTF-8, whole and in chunks", async () => {
    const { cloud, files } = await started({ kind });
    const text = "ä€😀".repeat(part / 3);
    for (const source of [text, Readable.from([text.slice(0, 9), text.slice(9)])]) {
      await files.upload(path, source, { ...small, overwrite: true });
      expect(cloud.uploads.files.get(path)?.toString()).toBe(text);
    }
  });

  it("tells how far it is, to the last byte, and the checksum", async () => {
    const seen: TransferProgress[] = [];
    const { cloud, files } = await started({ kind, onRequest: () => cloud.clock.advance(1000) });
    const content = bytes(3 * part + 5);
    const options = { ...small, onProgress: (it: TransferProgress) => void seen.push(it) };
    const result = await files.upload(path, new Blob([content]), {
      ...options,
      checksum: "sha256",
    });
    expect(result).toEqual({
      bytes: content.length,
      checksum: createHash("sha256").update(content).digest("hex"),
    });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toMatchObject({ bytes: content.length, total: content.length });
    expect(seen.every(({ rate, total }) => rate > 0 && total === content.length)).toBe(true);
    expect(seen.map(({ bytes }) => bytes)).toEqual(
      seen.map(({ bytes }) => bytes).toSorted((a, b) => a - b),
    );
    expect(cloud.actions.at(-1)).toBe("metadata");
  });

  it("hashes a stream as it comes", async () => {
    const { files } = await started({ kind });
    const content = bytes(2 * part + 5);
    const { checksum } = await files.upload(path, inChunks(content, 1000), {
      ...small,
      checksum: "sha256",
    });
    expect(checksum).toBe(createHash("sha256").update(content).digest("hex"));
  });

  it("says that a file exists, and leaves it as it was", async () => {
    const { cloud, files } = await started({ kind });
    cloud.uploads.files.set(path, Buffer.from("old"));
    const upload = files.upload(path, bytes(2 * part), small);
    await expect(upload).rejects.toThrow(AlreadyExists);
    expect(cloud.uploads.files.get(path)?.toString()).toBe("old");
    expect(cloud.uploads.open.size).toBe(0);
    expect(cloud.count("whole")).toBe(0);
  });

  it("fails for a source that gives another length than it was said to", async () => {
    const { cloud, files } = await started({ kind });
    for (const contentLength of [2 * part, 4 * part]) {
      const upload = files.upload(path, inChunks(bytes(3 * part), 999), {
        ...small,
        contentLength,
      });
      await expect(upload).rejects.toMatchObject({ field: "contentLength" });
    }
    expect(cloud.uploads.files.size + cloud.uploads.open.size).toBe(0);
  });

  it("hands on what the source throws, lets go of it, and leaves nothing", async () => {
    const { cloud, files } = await started({ kind });
    let released = 0;
    async function* failing(): AsyncGenerator<Uint8Array> {
      try {
        yield bytes(2 * part + 1);
        throw new Error("source broke");
      } finally {
        released++;
      }
    }
    await expect(files.upload(path, failing(), small)).rejects.toThrow("source broke");
    expect(released).toBe(1);
    expect(cloud.uploads.files.size + cloud.uploads.open.size).toBe(0);
    expect(cloud.count("whole")).toBe(0);
  });
});

describe("a small file", () => {
  it.each(sources)("goes in one request: %s", async (_name, make) => {
    const { cloud, files } = await started();
    await files.upload(path, make(bytes(1000)));
    expect(cloud.actions).toEqual(["whole"]);
    const [request] = cloud.seen;
    expect(request?.url).toBe(
      "/api/2.0/fs/files/Volumes/main/default/v/%C3%BC%20b.bin?overwrite=false",
    );
    expect(request?.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": "1000",
      authorization: "Bearer dapi0123456789abcdef",
    });
  });

  it("is sent again whole, never empty", async () => {
    const faults: readonly Fault[] = ["cut", { status: 503 }, "cut"];
    const { cloud, files } = await started({ fault: (_request, before) => faults[before] });
    for (const [, make] of sources) {
      cloud.seen.length = 0;
      await files.upload(path, make(bytes(1000)), { overwrite: true });
      expect(cloud.seen.map(({ size }) => size)).toEqual([1000, 1000, 1000, 1000]);
      expect(cloud.uploads.files.get(path)).toHaveLength(1000);
    }
  });

  it("is sent again if it is a stream of a known length, however small its parts would be", async () => {
    const faults: readonly Fault[] = ["cut", { status: 503 }];
    const { cloud, files } = await started({ fault: (_request, before) => faults[before] });
    const content = bytes(3 * part);
    const options = { partSize: part, contentLength: content.length };
    await files.upload(path, inChunks(content, 70_001), options);
    expect(cloud.actions).toEqual(["whole", "whole", "whole"]);
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
  });

  it("keeps the generated call's form", async () => {
    const { cloud, files } = await started();
    await files.upload({ file_path: path, contents: "one" });
    await files.upload(
      { file_path: path, contents: "two", overwrite: true },
      { timeout: 59_000 * 2 },
    );
    await expect(files.upload({ file_path: path, contents: "three" })).rejects.toThrow(
      AlreadyExists,
    );
    expect(cloud.uploads.files.get(path)?.toString()).toBe("two");
  });

  it("reports its end", async () => {
    const { files } = await started();
    const seen: TransferProgress[] = [];
    await files.upload(path, "four", { onProgress: (it) => void seen.push(it) });
    expect(seen).toMatchObject([{ bytes: 4, total: 4 }]);
  });

  it("may have a path without a slash, and headers", async () => {
    const { cloud, files } = await started();
    await files.upload(path.slice(1), "x", { headers: { "x-own": "1" } });
    expect(cloud.uploads.files.has(path)).toBe(true);
    expect(cloud.seen[0]?.headers["x-own"]).toBe("1");
  });
});

describe("plain uploads only", () => {
  it("send one request of any size", async () => {
    const { cloud, files } = await started({ client: { disableExperimentalFilesApiClient: true } });
    for (const [, make] of sources) {
      const content = bytes(3 * part + 1);
      await files.upload(path, make(content), { ...small, overwrite: true });
      expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    }
    expect(new Set(cloud.actions)).toEqual(new Set(["whole"]));
  });

  it("send what is known of a stream's length, and a long stream once", async () => {
    const { cloud, files } = await started({
      client: { disableExperimentalFilesApiClient: true },
      fault: () => ({ status: 429 }),
    });
    const upload = files.upload(path, inChunks(bytes(3 * part), part), {
      ...small,
      contentLength: 3 * part,
    });
    await expect(upload).rejects.toThrow(TooManyRequests);
    expect(cloud.actions).toEqual(["whole"]);
    expect(cloud.seen[0]?.headers["content-length"]).toBe(String(3 * part));
  });
});

describe("options", () => {
  it.each([
    [{ parallelism: 0 }, "parallelism"],
    [{ parallelism: 65 }, "parallelism"],
    [{ parallelism: 2, useParallel: false }, "parallelism"],
    [{ partSize: 0 }, "partSize"],
    [{ partSize: 4 * 1024 ** 3 + 1 }, "partSize"],
    [{ multipartThreshold: -1 }, "multipartThreshold"],
    [{ urlLifetime: 0.5 }, "urlLifetime"],
    [{ stallTimeout: -1 }, "stallTimeout"],
    [{ timeout: Number.NaN }, "timeout"],
    [{ contentLength: 3 }, "contentLength"],
    [{ checksum: "md5" as "sha256" }, "checksum"],
  ])("%j are refused", async (options, field) => {
    const { cloud, files } = await started();
    const upload = files.upload(path, "text", options);
    await expect(upload).rejects.toThrow(InvalidRequestError);
    await expect(upload).rejects.toMatchObject({ field });
    expect(cloud.seen).toEqual([]);
  });

  it.each([undefined, null, 5, {}, [1]])("source %j is refused", async (source) => {
    const { files } = await started();
    const upload = files.upload(path, source as unknown as UploadSource);
    await expect(upload).rejects.toMatchObject({ name: "InvalidRequestError", field: "source" });
  });

  it("refuses a stream that is being read, and chunks that are no bytes", async () => {
    const { files } = await started();
    const stream = new Blob(["x"]).stream();
    stream.getReader();
    await expect(files.upload(path, stream)).rejects.toMatchObject({ field: "source" });
    const numbers = Readable.from([1, 2]);
    await expect(files.upload(path, numbers)).rejects.toMatchObject({ field: "source" });
    expect(numbers.destroyed).toBe(true);
  });

  it("can be set for all calls", async () => {
    const { cloud } = await started();
    const files = new Files(cloud.api, { ...small, parallelism: 3 });
    await files.upload(path, bytes(2 * part));
    expect(cloud.count("part")).toBe(2);
    await files.upload(path, bytes(2 * part), { useParallel: false, overwrite: true });
    expect(cloud.count("part")).toBe(4);
  });

  it("have the documented defaults", () => {
    const mebibyte = 1024 ** 2;
    expect(transferDefaults).toEqual({
      useParallel: true,
      parallelism: 10,
      partSize: 10 * mebibyte,
      multipartThreshold: 50 * mebibyte,
      urlLifetime: 3_600_000,
      stallTimeout: 60_000,
      storageProxy: false,
    });
  });
});
