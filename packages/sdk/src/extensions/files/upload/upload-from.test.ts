import { createHash } from "node:crypto";
import {
  appendFileSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, InvalidRequestError } from "../../../errors/index.js";
import { Files } from "../files.js";
import { openLocalFile } from "../../local-files/index.js";
import { FakeCloud, type FakeCloudOptions } from "./testing/fake-cloud.js";

const path = "/Volumes/main/default/v/f";
const part = 256 * 1024;
const small = { partSize: part, multipartThreshold: 2 * part };
const closing: (() => unknown)[] = [];
let folder = "";
let local = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "upload-from-"));
  local = join(folder, "local.bin");
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(folder, { recursive: true });
});

async function started(options?: FakeCloudOptions): Promise<{ cloud: FakeCloud; files: Files }> {
  const cloud = await FakeCloud.start(options);
  closing.push(() => cloud.close());
  return { cloud, files: new Files(cloud.api) };
}

function write(size: number): Buffer {
  const content = Buffer.alloc(size, "0123456789abcdefg");
  writeFileSync(local, content);
  return content;
}

describe.each(["multipart", "resumable"] as const)("uploadFrom, %s", (kind) => {
  it.each([0, 1, 2 * part - 1, 2 * part, 2 * part + 1, 9 * part + 5])(
    "sends all %i bytes of a file",
    async (size) => {
      const { cloud, files } = await started({ kind });
      const content = write(size);
      const result = await files.uploadFrom(path, local, { ...small, checksum: "sha256" });
      const checksum = createHash("sha256").update(content).digest("hex");
      expect(result).toEqual({ bytes: size, checksum });
      expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    },
  );

  it.each(["cut", { early: 503 }, { status: 503 }] as const)(
    "reads a part again when it met %j",
    async (fault) => {
      const content = write(5 * part + 1);
      for (const nth of [0, 1, 5]) {
        const { cloud, files } = await started({
          kind,
          fault: ({ action }, before) =>
            (action === "part" || action === "chunk") && before === nth ? fault : undefined,
        });
        await files.uploadFrom(path, local, small);
        expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
      }
    },
  );

  it.each<[string, () => void]>([
    ["shrinks", () => truncateSync(local, part)],
    ["grows", () => appendFileSync(local, "more")],
    ["is written again", () => utimesSync(local, 1, 1)],
  ])("notices that the file %s while it is read, and leaves nothing", async (_name, change) => {
    write(5 * part);
    const { cloud, files } = await started({
      kind,
      fault: ({ action }, before) =>
        void ((action === "part" || action === "chunk") && before === 1 && change()),
    });
    const upload = files.uploadFrom(path, local, { ...small, useParallel: false });
    await expect(upload).rejects.toThrow(InvalidRequestError);
    await expect(upload).rejects.toThrow(/local.bin changed while it was read/);
    expect(cloud.uploads.files.size + cloud.uploads.open.size).toBe(0);
  });
});

describe("uploadFrom", () => {
  it("notices a change of a small file, too", async () => {
    write(part);
    const { cloud, files } = await started({
      fault: ({ action }, before) => {
        if (action !== "whole" || before > 0) return undefined;
        truncateSync(local, 5);
        return { early: 503 };
      },
    });
    await expect(files.uploadFrom(path, local)).rejects.toThrow(/changed while it was read/);
    expect(cloud.uploads.files.size).toBe(0);
  });

  it("goes on when nothing but the service can be reached", async () => {
    const content = write(4 * part);
    const { cloud, files } = await started({
      fault: ({ place, action }, before) =>
        place === "storage" || (action === "whole" && before === 0) ? { status: 503 } : undefined,
    });
    await files.uploadFrom(path, local, small);
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    expect(cloud.seen.filter(({ action }) => action === "whole").map(({ size }) => size)).toEqual([
      content.length,
      content.length,
    ]);
  });

  it.each([
    ["nothing-there", /nothing-there can't be read: ENOENT/],
    ["", /is not a regular file/],
  ])("names a file that can't be read: %j", async (name, message) => {
    const { cloud, files } = await started();
    const upload = files.uploadFrom(path, join(folder, name));
    await expect(upload).rejects.toThrow(message);
    await expect(upload).rejects.toMatchObject({ name: "InvalidRequestError", field: "localPath" });
    expect(cloud.seen).toEqual([]);
  });

  it("is refused where only plain uploads are wanted", async () => {
    write(1);
    const { cloud, files } = await started({ client: { disableExperimentalFilesApiClient: true } });
    for (const call of [
      () => files.uploadFrom(path, local),
      () => files.uploadTree(path, folder),
      () => files.downloadTo(path, `${local}.copy`),
      () => files.downloadTree(path, folder),
    ]) {
      const called = call();
      await expect(called).rejects.toThrow(ConfigError);
      await expect(called).rejects.toMatchObject({
        attribute: "disableExperimentalFilesApiClient",
      });
    }
    expect(cloud.seen).toEqual([]);
  });

  it("is refused where there are no files", async () => {
    const getBuiltinModule = process.getBuiltinModule;
    closing.push(() => (process.getBuiltinModule = getBuiltinModule));
    process.getBuiltinModule = (() => undefined) as typeof getBuiltinModule;
    await expect(openLocalFile(local)).rejects.toThrow("this platform has no files");
  });
});

describe("the content of a local file", () => {
  it("is a Blob, read where it is needed", async () => {
    const content = write(2 * part + 3);
    const file = await openLocalFile(local);
    closing.push(() => file.close());
    const { content: blob } = file;
    expect(blob).toBeInstanceOf(Blob);
    expect(blob.size).toBe(content.length);
    const slices: [number | undefined, number | undefined][] = [
      [undefined, undefined],
      [3, 9],
      [-4, -1],
      [5, 2],
      [part, 99 * part],
    ];
    for (const [start, end] of slices) {
      const slice = blob.slice(start, end);
      const expected = content.subarray(start, end);
      expect(slice.size).toBe(expected.length);
      expect(Buffer.from(await slice.arrayBuffer()).equals(expected)).toBe(true);
      expect(await slice.slice(1, 3).text()).toBe(expected.subarray(1, 3).toString());
    }
  });
});
