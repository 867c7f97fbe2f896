import { describe, expect, it } from "vitest";
import {
  DatabricksError,
  InvalidRequestError,
  InvalidResponseError,
  NotFound,
} from "../../errors/index.js";
import { dbfsPath } from "./dbfs-path.js";
import type { OpenToRead } from "./dbfs.js";
import { block, disk } from "./testing/disk.js";

const large = Buffer.alloc(2 * block + 7, "0123456789abcdef-");

describe("dbfsPath", () => {
  it.each([
    ["/a/b", "/a/b"],
    ["dbfs:/a/b", "/a/b"],
    ["DBFS:///a", "/a"],
    ["/a:b", "/a:b"],
    ["/VolumesX", "/VolumesX"],
  ])("%s -> %s", (path, expected) => {
    expect(dbfsPath(path)).toBe(expected);
  });

  it.each([
    ["s3://b/c", 'unsupported scheme "s3"'],
    ["file:/tmp/x", 'unsupported scheme "file"'],
    ["a/b", "must begin with /"],
    ["", "must begin with /"],
    ["dbfs:/Volumes/a/b", "use the files service"],
    ["/Volumes", "use the files service"],
  ])("refuses %s", (path, message) => {
    expect(() => dbfsPath(path)).toThrow(InvalidRequestError);
    expect(() => dbfsPath(path)).toThrow(message);
  });
});

describe("open", () => {
  it.each([{}, { read: true, write: true }, { read: false, write: false }])(
    "refuses %j",
    async (options) => {
      const { dbfs, api } = disk();
      await expect(dbfs.open("/a", options as OpenToRead)).rejects.toThrow(
        "exactly one of read and write",
      );
      expect(api.calls).toEqual([]);
    },
  );

  it("refuses directories and what does not exist", async () => {
    const { dbfs } = disk();
    await expect(dbfs.open("/dir", { read: true })).rejects.toThrow("/dir is a directory");
    await expect(dbfs.open("/none", { read: true })).rejects.toThrow(NotFound);
  });

  it("sends only what the operation takes, and hands the call's options on", async () => {
    const { dbfs, api } = disk();
    await using file = await dbfs.open("dbfs:/a", { write: true, overwrite: true, timeout: 5 });
    await file.write("x");
    const [, create] = api.calls;
    expect(create?.request).toEqual({ path: "/a", overwrite: true });
    expect(create?.options).toEqual({ timeout: 5 });
  });
});

describe("reading", () => {
  it.each([0, 1, block, block + 1, large.length])("gives all of %i bytes", async (length) => {
    const { dbfs, files } = disk();
    const expected = large.subarray(0, length);
    files.set("/f", expected);
    const file = await dbfs.open("/f", { read: true });
    expect(file).toMatchObject({ path: "/f", size: length });
    expect(expected.equals(await file.bytes())).toBe(true);
    expect(await file.text()).toBe(expected.toString());
    const parts: Uint8Array[] = [];
    for await (const part of file) parts.push(part);
    expect(parts).toHaveLength(Math.ceil(length / block));
    const streamed = new Uint8Array(await new Response(file.readable).arrayBuffer());
    expect(expected.equals(streamed)).toBe(true);
  });

  it("requests a block only when it is wanted", async () => {
    const { dbfs, files, names } = disk();
    files.set("/f", large);
    const file = await dbfs.download("/f");
    const reader = file.readable.getReader();
    expect(names()).toEqual(["get-status"]);
    await reader.read();
    expect(names()).toEqual(["get-status", "read"]);
    await reader.cancel();
    await file[Symbol.asyncDispose]();
    expect(names()).toEqual(["get-status", "read"]);
  });

  it("notices a file that shrank, instead of returning less or going on for ever", async () => {
    const { dbfs, files } = disk();
    files.set("/f", large);
    const file = await dbfs.open("/f", { read: true });
    files.set("/f", large.subarray(0, block));
    await expect(file.bytes()).rejects.toThrow(InvalidResponseError);
    await expect(file.bytes()).rejects.toThrow(`/f ended after ${block} of ${large.length} bytes`);
  });
});

describe("writing", () => {
  it("collects chunks into blocks and verifies the length", async () => {
    const { dbfs, files, names } = disk();
    const file = await dbfs.open("/f", { write: true });
    await file.write("ü");
    await file.write(new Uint8Array([1, 2]));
    expect(names()).toEqual(["create"]);
    await file.write(large);
    expect(names()).toEqual(["create", "add-block", "add-block"]);
    await file.close();
    await file.close();
    expect(names()).toEqual([
      "create",
      "add-block",
      "add-block",
      "add-block",
      "close",
      "get-status",
    ]);
    const expected = Buffer.concat([Buffer.from("ü\u0001\u0002"), large]);
    expect(files.get("/f")?.equals(expected)).toBe(true);
    await expect(file.write("late")).rejects.toThrow("/f is closed already");
  });

  it("refuses what is neither bytes nor text, and goes on", async () => {
    const { dbfs, files } = disk();
    const file = await dbfs.open("/f", { write: true });
    for (const chunk of [undefined, null, 5, {}, ["a"]]) {
      const written = file.write(chunk as unknown as string);
      await expect(written).rejects.toThrow(InvalidRequestError);
      await expect(written).rejects.toMatchObject({ field: "chunk" });
    }
    await file.write(new Uint16Array([0x6161]) as unknown as Uint8Array);
    await file.close();
    expect(files.get("/f")?.toString()).toBe("aa");
  });

  it("keeps the order of writes that nobody waits for", async () => {
    const { dbfs, files } = disk();
    const file = await dbfs.open("/f", { write: true });
    void file.write(large);
    void file.write("a");
    void file.write("b");
    await file.close();
    expect(files.get("/f")?.subarray(-2).toString()).toBe("ab");
  });

  it("makes an empty file of nothing", async () => {
    const { dbfs, files, names } = disk();
    await (await dbfs.open("/f", { write: true })).close();
    expect(files.get("/f")).toHaveLength(0);
    expect(names()).toEqual(["create", "close", "get-status"]);
  });

  it("is a stream", async () => {
    const { dbfs, files } = disk();
    const file = await dbfs.open("/f", { write: true });
    await new Blob([large]).stream().pipeTo(file.writable);
    expect(files.get("/f")?.equals(large)).toBe(true);
  });

  it("is closed by await using", async () => {
    const { dbfs, files } = disk();
    {
      await using file = await dbfs.open("/f", { write: true });
      await file.write("text");
    }
    expect(files.get("/f")?.toString()).toBe("text");
  });

  it("notices a block that arrived twice", async () => {
    const { dbfs } = disk({ "get-status": () => ({ file_size: 8 }) });
    const file = await dbfs.open("/f", { write: true });
    await file.write("text");
    const closed = file.close();
    await expect(closed).rejects.toThrow(DatabricksError);
    await expect(closed).rejects.toThrow("/f has 8 bytes, but 4 were written; write it again");
  });

  it("leaves nothing behind when it is given up", async () => {
    const { dbfs, files, names } = disk();
    const file = await dbfs.open("/f", { write: true });
    await file.write("text");
    await file.abort();
    await file.abort();
    expect(files.size).toBe(0);
    expect(names()).toEqual(["create", "close", "delete"]);
    await expect(file.write("late")).rejects.toThrow(InvalidRequestError);
  });

  it("reports a block that could not be added to whoever writes next or closes", async () => {
    const { dbfs } = disk({ "add-block": () => Promise.reject(new Error("full")) });
    const file = await dbfs.open("/f", { write: true });
    await expect(file.write(large)).rejects.toThrow("full");
    await expect(file.write("more")).rejects.toThrow("full");
    await expect(file.close()).rejects.toThrow("full");
  });
});

describe("upload, download and exists", () => {
  async function* chunks(): AsyncGenerator<string | Uint8Array> {
    yield "a";
    yield new Uint8Array([98]);
  }

  it.each([
    ["text", () => "ab"],
    ["bytes", () => new Uint8Array([97, 98])],
    ["a blob", () => new Blob(["ab"])],
    ["a stream", () => new Blob(["ab"]).stream()],
    ["an iterable", chunks],
  ])("takes %s", async (_name, source) => {
    const { dbfs } = disk();
    await dbfs.upload("/f", source());
    expect(await (await dbfs.download("/f")).text()).toBe("ab");
    await expect(dbfs.upload("/f", "new")).rejects.toThrow("exists");
    await dbfs.upload("/f", "new", { overwrite: true });
    expect(await (await dbfs.download("/f")).text()).toBe("new");
  });

  it("removes what it wrote when the source, a block or the close fails", async () => {
    const { dbfs, files } = disk();
    async function* failing(): AsyncGenerator<string> {
      yield "some";
      throw new Error("source broke");
    }
    await expect(dbfs.upload("/f", failing())).rejects.toThrow("source broke");
    expect(files.has("/f")).toBe(false);
    for (const operation of ["add-block", "close"]) {
      const faulty = disk({ [operation]: () => Promise.reject(new Error("down")) });
      await expect(faulty.dbfs.upload("/f", "text")).rejects.toThrow("down");
      expect(faulty.files.size).toBe(0);
      expect(faulty.names().slice(-2)).toEqual(["close", "delete"]);
    }
  });

  it("lets go of a stream that it could not store", async () => {
    const { dbfs } = disk({ "add-block": () => Promise.reject(new Error("full")) });
    let cancelled = false;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(large),
      cancel: () => void (cancelled = true),
    });
    await expect(dbfs.upload("/f", source)).rejects.toThrow("full");
    expect(cancelled).toBe(true);
  });

  it("knows what exists", async () => {
    const { dbfs, files } = disk();
    files.set("/f", large);
    expect(await dbfs.exists("dbfs:/f")).toBe(true);
    expect(await dbfs.exists("/dir")).toBe(true);
    expect(await dbfs.exists("/none")).toBe(false);
    const broken = disk({ "get-status": () => Promise.reject(new Error("down")) });
    await expect(broken.dbfs.exists("/f")).rejects.toThrow("down");
  });
});
