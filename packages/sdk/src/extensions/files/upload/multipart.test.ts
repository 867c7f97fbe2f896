import { afterEach, describe, expect, it } from "vitest";
import {
  AlreadyExists,
  ConnectionError,
  PermissionDenied,
  TemporarilyUnavailable,
  TimeoutError,
} from "../../../errors/index.js";
import { Files } from "../files.js";
import type { UploadOptions } from "../options.js";
import {
  expiredOnAws,
  expiredOnAzure,
  type Fault,
  forbidden,
  type SeenRequest,
} from "./testing/fault.js";
import { FakeCloud, type FakeCloudOptions } from "./testing/fake-cloud.js";

const path = "/Volumes/main/default/v/f";
const part = 1000;
const content = new Uint8Array(5 * part + 3).map((_, index) => index % 251);
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

async function* stream(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 77) yield content.subarray(at, at + 77);
}

const sources = { again: () => content, once: stream } as const;
const modes: readonly ["again" | "once", UploadOptions][] = [
  ["again", {}],
  ["once", {}],
  ["again", { useParallel: false }],
  ["once", { useParallel: false }],
];

/** Fails the part with a number `times` times. */
function partFails(number: number, fault: Fault, times = 1): FakeCloudOptions["fault"] {
  let count = 0;
  return ({ action, number: actual }) =>
    action === "part" && actual === number && count++ < times ? fault : undefined;
}

function expectComplete(cloud: FakeCloud): void {
  expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
  expect(cloud.uploads.open.size).toBe(0);
}

function expectNothing(cloud: FakeCloud): void {
  expect([...cloud.uploads.files.keys()]).toEqual([]);
  expect(cloud.uploads.open.size).toBe(0);
}

describe.each(modes)("a part of a source read %s, %j,", (source, mode) => {
  const options = { ...small, ...mode };

  it.each<[string, Fault]>([
    ["is too late for AWS", expiredOnAws],
    ["is too late for Azure", expiredOnAzure],
    ["meets a 408", { status: 408 }],
    ["meets a 429", { status: 429, headers: { "retry-after": "7" } }],
    ["meets a 502", { status: 502 }],
    ["meets a 503", { status: 503 }],
    ["meets a 504", { status: 504 }],
    ["meets a cut connection", "cut"],
    ["arrives, but its answer does not", "lost"],
    ["is answered before it is sent", { early: 503 }],
  ])("%s: it is sent again whole, whichever it is", async (_name, fault) => {
    for (const number of [1, 2, 5, 6]) {
      const { cloud, files } = await started({ fault: partFails(number, fault) });
      await files.upload(path, sources[source](), options);
      expectComplete(cloud);
      const sizes = cloud.seen.filter((it) => it.number === number).map(({ size }) => size);
      expect(sizes.at(-1)).toBe(number === 6 ? 3 : part);
      expect(sizes).toHaveLength(2);
    }
  });

  it("that fails for good ends the upload, which leaves nothing", async () => {
    for (const number of [2, 6]) {
      const { cloud, files } = await started({ fault: partFails(number, forbidden, 99) });
      const upload = files.upload(path, sources[source](), options);
      await expect(upload).rejects.toThrow(PermissionDenied);
      await expect(upload).rejects.toMatchObject({ status: 403, errorCode: "AccessDenied", path });
      expectNothing(cloud);
      expect(cloud.count("whole")).toBe(0);
    }
  });

  it("is tried three times while storage is busy", async () => {
    const { cloud, files } = await started({ fault: partFails(3, { status: 503 }, 99) });
    const upload = files.upload(path, sources[source](), options);
    await expect(upload).rejects.toThrow(TemporarilyUnavailable);
    expect(cloud.seen.filter(({ number }) => number === 3)).toHaveLength(3);
    expectNothing(cloud);
  });

  it("has its address renewed three times in a row, no more", async () => {
    for (const [times, isEnough] of [
      [3, true],
      [4, false],
    ] as const) {
      const { cloud, files } = await started({ fault: partFails(2, expiredOnAws, times) });
      const upload = files.upload(path, sources[source](), options);
      if (isEnough) {
        await upload;
        expectComplete(cloud);
      } else {
        await expect(upload).rejects.toMatchObject({ status: 403, message: /has expired/ });
        expectNothing(cloud);
      }
    }
  });
});

describe.each(Object.keys(sources) as (keyof typeof sources)[])("a source read %s", (source) => {
  it.each<[string, FakeCloudOptions["fault"]]>([
    [
      "no address for the first part",
      ({ action }) => (action === "part-urls" ? { status: 403 } : undefined),
    ],
    [
      "an empty list of addresses",
      ({ action }) => (action === "part-urls" ? { status: 200, body: "{}" } : undefined),
    ],
    ["storage that lets nobody in", partFails(1, forbidden, 99)],
    ["storage that can't be reached", partFails(1, "cut", 99)],
    ["storage that is busy", partFails(1, { status: 503 }, 99)],
    ["addresses that are always too old", partFails(1, expiredOnAzure, 99)],
  ])(
    "goes to the service in one request for want of a way to storage: %s",
    async (_name, fault) => {
      const { cloud, files } = await started({ fault });
      const result = await files.upload(path, sources[source](), { ...small, checksum: "sha256" });
      expect(result.bytes).toBe(content.length);
      expectComplete(cloud);
      expect(cloud.count("whole")).toBe(1);
      expect(cloud.actions.indexOf("abort")).toBeLessThan(cloud.actions.indexOf("whole"));
    },
  );

  it("fails with what the service says when the upload can't begin", async () => {
    const { cloud, files } = await started({
      fault: ({ action }) => (action === "initiate" ? { status: 403 } : undefined),
    });
    await expect(files.upload(path, sources[source](), small)).rejects.toThrow(PermissionDenied);
    expect(cloud.actions).toEqual(["initiate"]);
  });

  it("fails when it can't be completed, and leaves nothing", async () => {
    const { cloud, files } = await started({
      fault: ({ action }) => (action === "complete" ? { status: 500 } : undefined),
    });
    await expect(files.upload(path, sources[source](), small)).rejects.toMatchObject({
      status: 500,
    });
    expectNothing(cloud);
  });

  it("that exists in storage only is said to exist", async () => {
    const { cloud, files } = await started({ fault: partFails(1, { status: 412 }) });
    const upload = files.upload(path, sources[source](), small);
    await expect(upload).rejects.toThrow(AlreadyExists);
    await expect(upload).rejects.toThrow(`${path} exists already`);
    expectNothing(cloud);
    expect(cloud.count("whole")).toBe(0);
  });
});

describe("a multipart upload", () => {
  it("asks for addresses in batches when it knows how many there are", async () => {
    const asked: unknown[] = [];
    const { cloud, files } = await started();
    const call = cloud.api.call.bind(cloud.api);
    cloud.api.call = (operation, request, options) => {
      if (operation.path.endsWith("part-urls")) asked.push(request);
      return call(operation, request, options);
    };
    await files.upload(path, content, { ...small, parallelism: 1, urlLifetime: 60_000 });
    const expire_time = new Date(cloud.clock.now() + 60_000).toISOString();
    const session_token = "token-1";
    expect(asked).toEqual([
      { path, session_token, start_part_number: 1, count: 3, expire_time },
      { path, session_token, start_part_number: 4, count: 3, expire_time },
    ]);
    asked.length = 0;
    await files.upload(path, stream(), { ...small, overwrite: true });
    expect(asked).toHaveLength(6);
    await files.upload(path, stream(), {
      ...small,
      overwrite: true,
      contentLength: content.length,
    });
    expect(asked).toHaveLength(8);
  });

  it("renews the addresses of a batch once for all parts", async () => {
    let renewed = false;
    const { cloud, files } = await started({
      fault: ({ action, number }) => {
        if (action === "part-urls") renewed ||= cloud.count("part") > 1;
        return number > 1 && !renewed ? expiredOnAws : undefined;
      },
    });
    await files.upload(path, new Uint8Array(100 * part), { ...small, parallelism: 8 });
    expect(cloud.uploads.files.get(path)).toHaveLength(100 * part);
    expect(cloud.count("part-urls")).toBeLessThanOrEqual(12);
  });

  it("sends the first part alone, and then no more at a time than it should", async () => {
    let now = 0;
    const most: number[] = [];
    const { cloud, files } = await started({
      fault: ({ action }) => void (action === "part" && most.push(++now)),
      onRequest: async ({ action }) => {
        if (action !== "part") return;
        await new Promise((resolve) => setTimeout(resolve, 5));
        now--;
      },
    });
    await files.upload(path, new Uint8Array(20 * part), { ...small, parallelism: 4 });
    expect(most.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...most)).toBe(4);
    expect(cloud.count("part")).toBe(20);
  });

  it("sends storage none of the credentials, and no header of the caller's", async () => {
    const { cloud, files } = await started();
    await files.upload(path, content, { ...small, headers: { "x-own": "1", cookie: "c=1" } });
    const parts = cloud.seen.filter(({ place }) => place === "storage");
    expect(parts).toHaveLength(6);
    for (const { headers } of parts) {
      expect(Object.keys(headers).toSorted()).toEqual([
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "x-signed-header",
      ]);
      expect(headers["x-signed-header"]).toBe("token-1");
    }
  });

  it("keeps signed addresses out of errors and logs", async () => {
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const { files } = await started({
      fault: partFails(2, { status: 400, body: "<Error><Code>BadDigest</Code></Error>" }, 9),
      client: { logger: { debug: log, info: log, warn: log, error: log }, debugTruncateBytes: 1e6 },
    });
    const error: unknown = await files.upload(path, content, small).catch((it: unknown) => it);
    const all = `${lines.join("\n")}${String(error)}${JSON.stringify(error)}`;
    expect(all).toContain("BadDigest");
    expect(all).not.toContain("5ec4e7");
    expect(all).not.toContain("dapi0123");
  });

  it("tries as often as the call says, and waits no longer than the client may", async () => {
    const once = await started({ fault: partFails(2, { status: 503 }) });
    const upload = once.files.upload(path, content, { ...small, retry: false });
    await expect(upload).rejects.toThrow(TemporarilyUnavailable);
    const busy: Fault = { status: 503, headers: { "retry-after": "61" } };
    const slow = await started({ fault: partFails(2, busy), client: { retryTimeoutSeconds: 60 } });
    await expect(slow.files.upload(path, content, small)).rejects.toThrow(TemporarilyUnavailable);
    expect(slow.cloud.seen.filter(({ number }) => number === 2)).toHaveLength(1);
    expectNothing(slow.cloud);
  });

  it("gives up storage that is silent", async () => {
    const { cloud, files } = await started({ fault: partFails(2, "silence", 99) });
    const upload = files.upload(path, content, { ...small, stallTimeout: 50 });
    await expect(upload).rejects.toThrow(TimeoutError);
    expect(cloud.seen.filter(({ number }) => number === 2)).toHaveLength(3);
    expectNothing(cloud);
  });

  it("only logs that it could not be given up", async () => {
    const warnings: string[] = [];
    const ignore = (): void => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (it: string) => void warnings.push(it),
    };
    const fault = (request: SeenRequest): Fault | undefined =>
      request.action === "abort" || request.number === 3 ? "cut" : undefined;
    const { files } = await started({ fault, client: { logger } });
    await expect(files.upload(path, content, small)).rejects.toThrow(ConnectionError);
    expect(warnings).toEqual([
      expect.stringMatching(/^the upload to .* could not be given up in storage/),
    ]);
  });
});
