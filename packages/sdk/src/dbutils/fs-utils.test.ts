import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { InvalidRequestError, InvalidResponseError, TimeoutError } from "../errors/index.js";
import { DBUtils } from "./dbutils.js";
import { headOf } from "./head-of.js";
import { listedFile } from "./listed-file.js";
import { RemoteError } from "./remote/remote-error.js";
import { failed, returned, serveCluster, type ServedCluster } from "./testing/fake-cluster.js";
import { fakeDbfs } from "./testing/fake-dbfs.js";

function fsOf(files?: Readonly<Record<string, string | undefined>>): DBUtils["fs"] & {
  readonly entries: ReadonlyMap<string, string | undefined>;
} {
  const { client, entries } = fakeDbfs(files);
  return Object.assign(new DBUtils(() => client).fs, { entries });
}

describe("fs, in DBFS", () => {
  it("ls has paths with their scheme, and slashes behind directories", async () => {
    const fs = fsOf({ "/d": undefined, "/d/sub": undefined, "/d/a.txt": "hello", "/d/sub/x": "" });
    expect(await fs.ls("dbfs:/d")).toEqual([
      { path: "dbfs:/d/sub/", name: "sub/", size: 0, modificationTime: 5 },
      { path: "dbfs:/d/a.txt", name: "a.txt", size: 5, modificationTime: 5 },
    ]);
  });

  it("put writes text, and replaces it only when told to", async () => {
    const fs = fsOf();
    expect(await fs.put("dbfs:/a", "eins")).toBe(true);
    await expect(fs.put("/a", "zwei")).rejects.toThrow("exists");
    expect(fs.entries.get("/a")).toBe("eins");
    await fs.put("/a", "zwei", { overwrite: true });
    await fs.put("/a", "dr\u00fc\u00ed", true);
    expect(await fs.head("/a")).toBe("dr\u00fc\u00ed");
  });

  it.each([
    ["an option", { maxBytes: 3 }, "012"],
    ["a number", 4, "0123"],
    ["default", undefined, "0123456789"],
  ])("head reads as many bytes as asked, by %s", async (_name, maxBytes, expected) => {
    expect(await fsOf({ "/a": "0123456789" }).head("/a", maxBytes)).toBe(expected);
  });

  it("head reads 65536 bytes by default", async () => {
    expect(await fsOf({ "/a": "x".repeat(70_000) }).head("/a")).toHaveLength(65_536);
  });

  it("mkdirs makes a directory", async () => {
    const fs = fsOf();
    expect(await fs.mkdirs("dbfs:/d")).toBe(true);
    expect(await fs.ls("/")).toEqual([]);
    expect(fs.entries.has("/d")).toBe(true);
  });

  it.each([{ recurse: true }, true])("cp copies a directory with %j", async (recurse) => {
    const fs = fsOf({ "/d": undefined, "/d/a": "1", "/d/s": undefined, "/d/s/b": "2" });
    await expect(fs.cp("/d", "/e")).rejects.toThrow(InvalidRequestError);
    expect(await fs.cp("/d", "/e", recurse)).toBe(true);
    expect(fs.entries.get("/e/a")).toBe("1");
    expect(fs.entries.get("/e/s/b")).toBe("2");
    expect(fs.entries.get("/d/a")).toBe("1");
  });

  it("cp replaces a file only when told to", async () => {
    const fs = fsOf({ "/a": "new", "/b": "old" });
    await expect(fs.cp("/a", "/b")).rejects.toThrow("exists");
    await fs.cp("/a", "/b", { overwrite: true });
    expect(fs.entries.get("/b")).toBe("new");
  });

  it("mv moves", async () => {
    const fs = fsOf({ "/a": "1" });
    expect(await fs.mv("dbfs:/a", "dbfs:/b")).toBe(true);
    expect([...fs.entries]).toEqual([
      ["/", undefined],
      ["/b", "1"],
    ]);
  });

  it.each([{ recurse: true }, true])("rm deletes a directory with %j only", async (recurse) => {
    const fs = fsOf({ "/d": undefined, "/d/a": "1" });
    await expect(fs.rm("/d")).rejects.toThrow(InvalidRequestError);
    expect(await fs.rm("/d", recurse)).toBe(true);
    expect([...fs.entries.keys()]).toEqual(["/"]);
  });

  it.each(["rm", "cp", "mv"] as const)(
    "%s names its own option to mean a directory",
    async (name) => {
      const fs = fsOf({ "/a recursive": undefined });
      const refused =
        name === "rm" ? fs.rm("/a recursive") : fs[name]("/a recursive", `file:${tmpdir()}/none`);
      await expect(refused).rejects.toThrow("/a recursive is a directory: set recurse to mean");
      await expect(refused).rejects.toMatchObject({ field: "recurse" });
    },
  );

  it("rm is content with nothing there", async () => {
    expect(await fsOf().rm("/none", true)).toBe(true);
  });

  it.each([-1, Number.NaN])("head refuses %d bytes", async (maxBytes) => {
    await expect(fsOf({ "/a": "1" }).head("/a", maxBytes)).rejects.toThrow("maxBytes");
  });

  it("refuses other schemes", async () => {
    await expect(fsOf().ls("s3://bucket")).rejects.toThrow('unsupported scheme "s3"');
  });

  it("stops when the signal does, and when the time is up", async () => {
    const fs = fsOf({ "/a": "1" });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(fs.cp("/a", "/b", { signal })).rejects.toThrow("enough");
    await expect(fs.ls("/", { timeout: 0 })).rejects.toThrow(TimeoutError);
    expect(fs.entries.has("/b")).toBe(false);
  });
});

describe("fs, on this machine", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dbutils-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("copies from there and to there", async () => {
    const fs = fsOf();
    writeFileSync(join(folder, "a"), "content");
    await fs.cp(`file:${folder}/a`, "dbfs:/a");
    await fs.cp("dbfs:/a", `file:${folder}/b`);
    expect(readFileSync(join(folder, "b"), "utf8")).toBe("content");
    expect(await fs.head(`file:${folder}/b`, 4)).toBe("cont");
  });

  it("lists with its scheme", async () => {
    const [file] = await fsOf().ls(`file:${folder}/a`);
    expect(file).toMatchObject({ path: `file:${folder}/a`, name: "a", size: 7 });
  });
});

describe("listedFile", () => {
  it.each([
    ["/Volumes/a/b/c/d/", true, "dbfs:/Volumes/a/b/c/d/", "d/"],
    ["/Volumes/a/b/c/d", true, "dbfs:/Volumes/a/b/c/d/", "d/"],
    ["/Volumes/a/b/c/f", false, "dbfs:/Volumes/a/b/c/f", "f"],
    ["file:/C:/a", false, "file:/C:/a", "a"],
  ])("%s, a directory: %j", (path, is_dir, shown, name) => {
    expect(listedFile({ path, is_dir, file_size: 3 })).toMatchObject({ path: shown, name });
  });
});

describe("headOf", () => {
  async function* chunksOf(...chunks: readonly number[][]): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Uint8Array.from(chunk);
  }

  it.each([
    [[[0xc3], [0xbc, 0x61]], 10, "\u00fca"],
    [[[0x61, 0xc3, 0xbc]], 2, "a"],
    [[[0x61], [0xc3]], 10, "a\ufffd"],
    [[[0xef, 0xbb, 0xbf, 0x61]], 10, "\ufeffa"],
    [[[0x61, 0x62], [0x63]], 2, "ab"],
    [[], 10, ""],
    [[[0x61]], 0, ""],
  ])("%j, %i bytes: %j", async (chunks, maxBytes, expected) => {
    expect(await headOf(chunksOf(...chunks), maxBytes)).toBe(expected);
  });

  it("reads no further than it has to", async () => {
    let read = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Uint8Array.of(0x61, ++read);
      } finally {
        closed = true;
      }
    }
    await headOf(endless(), 6);
    expect(read).toBe(3);
    expect(closed).toBe(true);
  });
});

describe("mounts", () => {
  let served: ServedCluster;
  let fs: DBUtils["fs"];

  async function start(): Promise<void> {
    served = await serveCluster();
    ({ fs } = new DBUtils(() => served.client));
  }
  afterEach(() => served.close());

  it.each([
    [[{ mountPoint: "/mnt/a", source: "s3a://a", encryptionType: "" }]],
    [[["/mnt/a", "s3a://a", ""]]],
    [[["/mnt/a", "s3a://a"]]],
  ])("are listed from %j", async (value) => {
    await start();
    served.cluster.onCall = () => returned(value);
    expect(await fs.mounts()).toEqual([
      { mountPoint: "/mnt/a", source: "s3a://a", encryptionType: "" },
    ]);
  });

  it.each([[null], ["x"], [["x"]]])("are not listed from %j", async (value) => {
    await start();
    served.cluster.onCall = () => returned(value);
    await expect(fs.mounts()).rejects.toThrow(InvalidResponseError);
  });

  it("are made, changed and ended with the arguments that clusters know", async () => {
    await start();
    const calls: unknown[] = [];
    served.cluster.onCall = (call) => {
      calls.push(call);
      return returned(true);
    };
    const extraConfigs = { "fs.s3a.secret.key": "k" };
    expect(await fs.mount("s3a://a", "/mnt/a")).toBe(true);
    await fs.mount("s3a://a", "/mnt/a", { encryptionType: "sse-s3", owner: "me", extraConfigs });
    await fs.updateMount("s3a://b", "/mnt/a", { extraConfigs });
    await fs.refreshMounts();
    await fs.unmount("/mnt/a");
    expect(calls).toEqual([
      { method: "fs.mount", args: ["s3a://a", "/mnt/a"], kwargs: {} },
      {
        method: "fs.mount",
        args: ["s3a://a", "/mnt/a"],
        kwargs: { encryption_type: "sse-s3", owner: "me", extra_configs: extraConfigs },
      },
      {
        method: "fs.updateMount",
        args: ["s3a://b", "/mnt/a"],
        kwargs: { extra_configs: extraConfigs },
      },
      { method: "fs.refreshMounts", args: [], kwargs: {} },
      { method: "fs.unmount", args: ["/mnt/a"], kwargs: {} },
    ]);
  });

  it("show no secret when they fail", async () => {
    await start();
    served.cluster.onCall = () => failed("IOException: key hunter22 is refused", "at hunter22");
    const options = { extraConfigs: { key: "hunter22" } };
    const error = (await fs
      .mount("s3a://a", "/mnt/a", options)
      .catch((thrown: unknown) => thrown)) as RemoteError;
    expect(error).toBeInstanceOf(RemoteError);
    expect(error.exception).toBe("IOException");
    expect(error.message + error.trace).not.toContain("hunter22");
  });
});
