import nodeFs, * as fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ControlledClock, manualClock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import { DbfsEngine } from "./index.js";

const START = 1_700_000_000_000;
const MIB = 1024 * 1024;

let clock: ControlledClock;
let dbfs: DbfsEngine;

beforeEach(() => {
  clock = manualClock(START);
  dbfs = new DbfsEngine({ clock });
});
afterEach(() => dbfs.close());

const text = (value: string): Uint8Array => Buffer.from(value);
const read = (at: string): string => Buffer.from(dbfs.read(at)).toString();

function write(at: string, contents: string, overwrite = false): void {
  const handle = dbfs.create(at, overwrite);
  dbfs.addBlock(handle, text(contents));
  dbfs.closeHandle(handle);
}

async function failure(work: () => unknown): Promise<{ code: string; message: string }> {
  try {
    await work();
  } catch (error) {
    if (error instanceof WorkspaceError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("expected an error");
}

describe("streams", () => {
  it("makes a file of blocks, with its folders, when the stream is closed", () => {
    const handle = dbfs.create("dbfs:/a/b/c.txt");
    dbfs.addBlock(handle, text("one "));
    dbfs.addBlock(handle, text("two"));
    expect(dbfs.list("/")).toEqual([]);
    dbfs.closeHandle(handle);
    expect(read("/a/b/c.txt")).toBe("one two");
    expect(dbfs.getStatus("/a/b/c.txt")).toEqual({
      path: "/a/b/c.txt",
      is_dir: false,
      file_size: 7,
      modification_time: START,
    });
  });

  it("shows the old contents until an overwriting stream is closed", () => {
    write("/f", "old");
    const handle = dbfs.create("/f", true);
    dbfs.addBlock(handle, text("new"));
    expect(read("/f")).toBe("old");
    dbfs.closeHandle(handle);
    expect(read("/f")).toBe("new");
  });

  it("takes a block again that the disk did not take whole", () => {
    const { writeSync } = nodeFs;
    const handle = dbfs.create("/f");
    dbfs.addBlock(handle, text("one "));
    let calls = 0;
    nodeFs.writeSync = ((fd: number, data: Uint8Array, offset: number, _: number, at: number) => {
      calls += 1;
      if (calls > 1) throw new Error("ENOSPC");
      return writeSync(fd, data, offset, 2, at);
    }) as typeof writeSync;
    syncBuiltinESMExports();
    expect(() => dbfs.addBlock(handle, text("three"))).toThrow("ENOSPC");
    nodeFs.writeSync = writeSync;
    syncBuiltinESMExports();
    dbfs.addBlock(handle, text("2"));
    dbfs.closeHandle(handle);
    expect(read("/f")).toBe("one 2");
  });

  it("takes exactly 1 MiB in a block and no byte more", async () => {
    const handle = dbfs.create("/big");
    dbfs.addBlock(handle, new Uint8Array(MIB));
    expect(await failure(() => dbfs.addBlock(handle, new Uint8Array(MIB + 1)))).toMatchObject({
      code: "MAX_BLOCK_SIZE_EXCEEDED",
    });
    dbfs.closeHandle(handle);
    expect(dbfs.getStatus("/big").file_size).toBe(MIB);
  });

  it("forgets a stream that was closed, or idle for more than 10 minutes", async () => {
    const closed = dbfs.create("/closed");
    dbfs.closeHandle(closed);
    const idle = dbfs.create("/idle");
    clock.advance(600_000);
    dbfs.addBlock(idle, text("still open"));
    clock.advance(600_001);
    for (const handle of [closed, idle, 12345]) {
      expect(await failure(() => dbfs.addBlock(handle, text("x")))).toMatchObject({
        code: "RESOURCE_DOES_NOT_EXIST",
      });
    }
    expect(dbfs.list("/").map((entry) => entry.path)).toEqual(["/closed"]);
  });

  it("refuses to close over a file that came to be meanwhile", async () => {
    const handle = dbfs.create("/f");
    write("/f", "first");
    expect((await failure(() => dbfs.closeHandle(handle))).code).toBe("RESOURCE_ALREADY_EXISTS");
    expect(read("/f")).toBe("first");
  });
});

describe("errors", () => {
  const exists = (at: string): object => ({
    code: "RESOURCE_ALREADY_EXISTS",
    message: `A file or directory already exists at the input path dbfs:${at}.`,
  });
  const missing = (at: string): object => ({
    code: "RESOURCE_DOES_NOT_EXIST",
    message: `No file or directory exists on path ${at}.`,
  });
  const bad = { code: "INVALID_PARAMETER_VALUE" };
  const cases: readonly (readonly [string, () => unknown, object])[] = [
    ["create on a file", () => dbfs.create("/d/f"), exists("/d/f")],
    ["create on a folder, even to overwrite", () => dbfs.create("/d", true), exists("/d")],
    ["create below a file", () => dbfs.create("/d/f/x"), exists("/d/f")],
    ["put on a file", () => dbfs.put("dbfs:/d/f", text("x")), exists("/d/f")],
    [
      "put too much",
      () => dbfs.put("/g", new Uint8Array(MIB + 1)),
      { code: "MAX_BLOCK_SIZE_EXCEEDED" },
    ],
    ["mkdirs on a file", () => dbfs.mkdirs("/d/f"), exists("/d/f")],
    ["mkdirs below a file", () => dbfs.mkdirs("/d/f/x"), exists("/d/f")],
    ["read of nothing", () => dbfs.read("/no"), missing("/no")],
    ["read of a folder", () => dbfs.read("/d"), bad],
    ["read from before the start", () => dbfs.read("/d/f", -1), bad],
    ["read of less than nothing", () => dbfs.read("/d/f", 0, -1), bad],
    ["read of too much", () => dbfs.read("/d/f", 0, MIB + 1), { code: "MAX_READ_SIZE_EXCEEDED" }],
    ["status of nothing", () => dbfs.getStatus("dbfs:/no"), missing("/no")],
    ["list of nothing", () => dbfs.list("/no"), missing("/no")],
    ["list below a file", () => dbfs.list("/d/f/x"), missing("/d/f/x")],
    ["move of nothing", () => dbfs.move("/no", "/new"), missing("/no")],
    ["move on a file", () => dbfs.move("/e", "/d/f"), exists("/d/f")],
    ["move into itself", () => dbfs.move("/d", "/d/x/y"), bad],
    [
      "delete of a folder that is not empty",
      () => dbfs.delete("/d"),
      {
        code: "IO_ERROR",
        message: "Directory is not empty. Use recursive delete or remove contents first.",
      },
    ],
    ["delete of the root", () => dbfs.delete("/", true), bad],
    [
      "volumes",
      () => dbfs.list("/Volumes/main"),
      { code: "PERMISSION_DENIED", message: "No operations allowed on this path" },
    ],
    ["a relative path", () => dbfs.list("d"), bad],
    ["a way out", () => dbfs.read("/d/../../../etc/passwd"), bad],
    ["a way out with a scheme", () => dbfs.put("dbfs:/../x", text("x")), bad],
    ["a zero byte", () => dbfs.getStatus("/d\0f"), bad],
    ["a name that is too long", () => dbfs.mkdirs(`/${"x".repeat(256)}`), bad],
    ["a path that is too long", () => dbfs.mkdirs("/deep".repeat(700)), bad],
  ];
  it.each(cases)("%s", async (_, work, expected) => {
    write("/d/f", "text");
    write("/e", "text");
    expect(await failure(work)).toMatchObject(expected);
    expect(read("/d/f")).toBe("text");
  });
});

describe("folders", () => {
  it("lists by name, a file as itself, and sums up no folders", () => {
    write("/d/b", "1");
    write("/d/a", "22");
    dbfs.mkdirs("/d/c/deep");
    expect(dbfs.list("/d/").map((e) => [e.path, e.is_dir, e.file_size])).toEqual([
      ["/d/a", false, 2],
      ["/d/b", false, 1],
      ["/d/c", true, 0],
    ]);
    expect(dbfs.list("//d//a").map((e) => e.path)).toEqual(["/d/a"]);
    expect(dbfs.getStatus("/")).toMatchObject({ path: "/", is_dir: true });
  });

  it("moves files and whole folders", () => {
    write("/d/x/f", "here");
    dbfs.move("/d/x", "/new/y");
    expect(read("/new/y/f")).toBe("here");
    expect(dbfs.list("/d")).toEqual([]);
    dbfs.move("/new/y/f", "/f");
    expect(read("/f")).toBe("here");
  });

  it("deletes files, empty folders, full folders when told so, and nothing", async () => {
    write("/d/x/f", "here");
    await dbfs.delete("/d/x/f");
    await dbfs.delete("/d/x");
    write("/d/y/g", "here");
    await dbfs.delete("/d", true);
    await dbfs.delete("/never");
    expect(dbfs.list("/")).toEqual([]);
  });
});

describe("bytes", () => {
  it("reads any part of what any blocks wrote", () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 3000 });
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 5 }),
        fc.nat(9000),
        fc.nat(9000),
        (blocks, offset, length) => {
          const handle = dbfs.create("/f", true);
          for (const block of blocks) dbfs.addBlock(handle, block);
          dbfs.closeHandle(handle);
          const whole = Buffer.concat(blocks);
          expect(Buffer.from(dbfs.read("/f", offset, length))).toEqual(
            whole.subarray(offset, offset + length),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("reads 0.5 MiB unless told otherwise", () => {
    const handle = dbfs.create("/f");
    dbfs.addBlock(handle, new Uint8Array(MIB));
    dbfs.closeHandle(handle);
    expect(dbfs.read("/f")).toHaveLength(MIB / 2);
    expect(dbfs.read("/f", 0, MIB)).toHaveLength(MIB);
    expect(dbfs.read("/f", MIB)).toHaveLength(0);
    expect(dbfs.read("/f", 2 ** 63)).toHaveLength(0);
  });
});

describe("the folder on disk", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "dbfs-test-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("keeps files over a restart, and nothing that was half written", () => {
    const first = new DbfsEngine({ clock, folder });
    first.put("/kept", text("yes"));
    first.create("/half");
    first.close();
    const second = new DbfsEngine({ clock, folder });
    expect(second.list("/").map((e) => e.path)).toEqual(["/kept"]);
    expect(fs.readdirSync(path.join(folder, "unfinished"))).toEqual([]);
    second.close();
    expect(fs.existsSync(folder)).toBe(true);
  });

  it("follows no link that leads out", async () => {
    const engine = new DbfsEngine({ clock, folder });
    engine.mkdirs("/d");
    fs.symlinkSync(os.tmpdir(), path.join(folder, "files", "d", "link"));
    expect(engine.list("/d")).toEqual([]);
    expect((await failure(() => engine.list("/d/link"))).code).toBe("RESOURCE_DOES_NOT_EXIST");
    expect((await failure(() => engine.put("/d/link/f", text("x")))).code).toBe(
      "RESOURCE_ALREADY_EXISTS",
    );
    expect(engine.locateFile("/d/link")).toBeUndefined();
  });

  it("locates files by each spelling of their path", () => {
    const engine = new DbfsEngine({ clock, folder });
    engine.put("/jobs/a.py", text("print()"));
    const file = path.join(folder, "files", "jobs", "a.py");
    for (const at of ["dbfs:/jobs/a.py", "/dbfs/jobs/a.py", "/jobs/a.py"]) {
      expect(engine.locateFile(at)).toBe(file);
    }
    expect(engine.locateFile("dbfs:/jobs")).toBeUndefined();
    expect(engine.locateFile("dbfs:/no.py")).toBeUndefined();
  });

  it("removes a temporary folder on close", () => {
    const engine = new DbfsEngine({ clock });
    engine.put("/f", text("x"));
    const file = engine.locateFile("/f") ?? "";
    expect(fs.existsSync(file)).toBe(true);
    engine.close();
    expect(fs.existsSync(file)).toBe(false);
  });
});
