import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InvalidRequestError, NotFound, ResourceAlreadyExists } from "../../../errors/index.js";
import { Dbfs } from "../dbfs.js";
import { startStorageDouble, type StorageDouble } from "../testing/storage-double.js";
import { locate, shown } from "./locate.js";

let double: StorageDouble;
let dbfs: Dbfs;
let folder: string;
let local: string;
const volume = "/Volumes/main/default/raw";

beforeEach(async () => {
  double = await startStorageDouble();
  dbfs = new Dbfs(double.client);
  folder = await mkdtemp(join(tmpdir(), "places-"));
  local = `file:${folder}`;
  for (const path of ["/data", volume]) {
    await dbfs.mkdirs(path);
    double.directories.add(path);
  }
  double.log.splice(0);
});

afterEach(async () => {
  await double.close();
  await rm(folder, { recursive: true });
});

/** Text of a file, wherever it is. */
async function textOf(path: string): Promise<string> {
  return (await dbfs.download(path)).text();
}

/** A place of each kind to put things in. */
const kinds = { dbfs: () => "/data", volume: () => volume, local: () => local };
type Kind = keyof typeof kinds;
const all = Object.keys(kinds) as Kind[];
const pairs = all
  .flatMap((from) => all.map((to) => [from, to] as const))
  .filter(([from, to]) => from !== "local" || to !== "local");

describe("locate", () => {
  it.each([
    ["/a/b", "dbfs", "/a/b"],
    ["dbfs:/a", "dbfs", "/a"],
    ["DBFS:///a/", "dbfs", "/a"],
    ["dbfs:/", "dbfs", "/"],
    ["/Volumes/c/s/v/f", "volume", "/Volumes/c/s/v/f"],
    ["dbfs:/Volumes/c", "volume", "/Volumes/c"],
    ["/VolumesX", "dbfs", "/VolumesX"],
    ["file:/tmp/a b", "local", "/tmp/a b"],
    ["file:///tmp", "local", "/tmp"],
    ["file:/C:/x", "local", "C:/x"],
    ["/a:b", "dbfs", "/a:b"],
  ])("%s", (path, kind, bare) => {
    expect(locate(path)).toEqual({ kind, path: bare });
    expect(locate(shown(locate(path)))).toEqual({ kind, path: bare });
  });

  it.each([
    ["s3://b/c", 'unsupported scheme "s3"'],
    ["abfss://c@a.dfs.core.windows.net/x", 'unsupported scheme "abfss"'],
    ["a/b", "must begin with /"],
    ["file:a", "must begin with /"],
    ["", "must begin with /"],
  ])("refuses %s", (path, message) => {
    expect(() => locate(path, "to")).toThrow(InvalidRequestError);
    expect(() => locate(path, "to")).toThrow(message);
  });
});

describe.each(all)("files in %s", (kind) => {
  it("are written, read, listed, found and deleted", async () => {
    const path = `${kinds[kind]()}/a.txt`;
    expect(await dbfs.exists(path)).toBe(false);
    await dbfs.upload(path, "first");
    await expect(dbfs.upload(path, "second")).rejects.toThrow();
    expect(await textOf(path)).toBe("first");
    await dbfs.upload(path, new Blob(["second"]).stream(), { overwrite: true });
    expect(await textOf(path)).toBe("second");
    expect(await dbfs.download(path)).toMatchObject({ size: 6 });
    expect(await dbfs.exists(path)).toBe(true);
    const listed = await dbfs.list(kinds[kind]()).toArray();
    expect(listed).toMatchObject([{ path, is_dir: false, file_size: 6 }]);
    expect(typeof listed[0]?.modification_time).toBe("number");
    expect(await dbfs.list(path).toArray()).toMatchObject([{ path, file_size: 6 }]);
    await dbfs.delete(path);
    expect(await dbfs.exists(path)).toBe(false);
  });

  it("are not half there when their source fails", async () => {
    async function* broken(): AsyncGenerator<string> {
      yield "some";
      throw new Error("source broke");
    }
    await expect(dbfs.upload(`${kinds[kind]()}/a`, broken())).rejects.toThrow("source broke");
    expect(await dbfs.list(kinds[kind]()).toArray()).toEqual([]);
  });

  it("stay as they are when the source that is to replace them gives nothing", async () => {
    const path = `${kinds[kind]()}/a`;
    await dbfs.upload(path, "old");
    // oxlint-disable-next-line require-yield -- it fails before it has anything to give
    async function* broken(): AsyncGenerator<string> {
      throw new Error("source broke");
    }
    const overwrite = true;
    await expect(dbfs.upload(path, broken(), { overwrite })).rejects.toThrow("source broke");
    const number = dbfs.upload(path, 42 as unknown as string, { overwrite });
    await expect(number).rejects.toThrow(InvalidRequestError);
    expect(await textOf(path)).toBe("old");
  });

  it("are given up when the signal aborts, though the source never gives anything", async () => {
    const controller = new AbortController();
    async function* silent(): AsyncGenerator<string> {
      yield "some";
      controller.abort(new Error("enough"));
      await new Promise(() => undefined);
    }
    const upload = dbfs.upload(`${kinds[kind]()}/a`, silent(), { signal: controller.signal });
    await expect(upload).rejects.toThrow("enough");
  });

  it("are deleted also when they are gone already", async () => {
    await dbfs.delete(`${kinds[kind]()}/none`);
    await dbfs.delete(`${kinds[kind]()}/none`, { recursive: true });
  });

  it("are deleted with their directory only when that is meant", async () => {
    const top = `${kinds[kind]()}/top`;
    await dbfs.mkdirs(`${top}/deep/er`);
    await dbfs.mkdirs(`${top}/deep/er`);
    await dbfs.upload(`${top}/deep/er/a`, "a");
    const refused = dbfs.delete(top);
    await expect(refused).rejects.toThrow(InvalidRequestError);
    await expect(refused).rejects.toThrow("set recursive");
    await dbfs.delete(top, { recursive: true });
    expect(await dbfs.exists(top)).toBe(false);
  });

  it("are listed at any depth, level by level", async () => {
    const top = kinds[kind]();
    for (const path of ["x/y/deep", "x/a", "top"]) {
      await dbfs.mkdirs(`${top}/${path.split("/").slice(0, -1).join("/")}`.replace(/\/$/, ""));
      await dbfs.upload(`${top}/${path}`, "1");
    }
    const found = await dbfs.list(top, { recursive: true }).toArray();
    expect(found.map(({ path }) => path)).toEqual([`${top}/top`, `${top}/x/a`, `${top}/x/y/deep`]);
  });

  it("are errors of their place when they are missing", async () => {
    const path = `${kinds[kind]()}/none`;
    for (const asked of [dbfs.download(path), dbfs.list(path).toArray()]) {
      await expect(asked).rejects.toThrow(kind === "local" ? InvalidRequestError : NotFound);
      if (kind === "local") await expect(asked).rejects.toThrow(/none can't be read: ENOENT/);
    }
    await expect(dbfs.copy(path, "/data/copy")).rejects.toThrow(
      kind === "local" ? expect.objectContaining({ field: "from" }) : NotFound,
    );
    await expect(dbfs.download(kinds[kind]())).rejects.toThrow("is a directory");
  });
});

describe.each(pairs)("from %s to %s", (fromKind, toKind) => {
  let from: string;
  let to: string;

  beforeEach(async () => {
    from = `${kinds[fromKind]()}/from`;
    to = `${kinds[toKind]()}/to`;
    await dbfs.mkdirs(`${from}/sub/empty`);
    await dbfs.upload(`${from}/a.txt`, "a");
    await dbfs.upload(`${from}/sub/b.txt`, "");
  });

  it("copies a file, and replaces one only when it may", async () => {
    await dbfs.copy(`${from}/a.txt`, to);
    expect(await textOf(to)).toBe("a");
    await dbfs.upload(`${from}/a.txt`, "newer", { overwrite: true });
    await expect(dbfs.copy(`${from}/a.txt`, to)).rejects.toThrow();
    expect(await textOf(to)).toBe("a");
    await dbfs.copy(`${from}/a.txt`, to, { overwrite: true });
    expect(await textOf(to)).toBe("newer");
  });

  it("copies into a directory that exists", async () => {
    await dbfs.mkdirs(to);
    await dbfs.copy(`${from}/a.txt`, to);
    expect(await textOf(`${to}/a.txt`)).toBe("a");
    await dbfs.copy(from, to, { recursive: true });
    expect(await textOf(`${to}/from/a.txt`)).toBe("a");
  });

  it("copies a directory with all that is in it when that is meant", async () => {
    await expect(dbfs.copy(from, to)).rejects.toThrow("set recursive");
    expect(await dbfs.exists(to)).toBe(false);
    await dbfs.copy(from, to, { recursive: true });
    expect(await textOf(`${to}/a.txt`)).toBe("a");
    expect(await textOf(`${to}/sub/b.txt`)).toBe("");
    expect(await dbfs.exists(`${to}/sub/empty`)).toBe(true);
    expect(await dbfs.exists(`${from}/a.txt`)).toBe(true);
  });

  it("moves a file", async () => {
    await dbfs.upload(to, "old");
    await expect(dbfs.move(`${from}/a.txt`, to)).rejects.toThrow();
    expect(await textOf(`${from}/a.txt`)).toBe("a");
    await dbfs.move(`${from}/a.txt`, to, { overwrite: true });
    expect(await textOf(to)).toBe("a");
    expect(await dbfs.exists(`${from}/a.txt`)).toBe(false);
  });

  it("moves a directory", async () => {
    if (fromKind !== "dbfs" || toKind !== "dbfs") {
      await expect(dbfs.move(from, to)).rejects.toThrow("set recursive");
    }
    await dbfs.move(from, to, { recursive: true });
    expect(await textOf(`${to}/sub/b.txt`)).toBe("");
    expect(await dbfs.exists(from)).toBe(false);
  });
});

describe("limits", () => {
  it("two paths of this machine are refused", async () => {
    await dbfs.upload(`${local}/a`, "a");
    for (const call of [dbfs.copy.bind(dbfs), dbfs.move.bind(dbfs)]) {
      await expect(call(`${local}/a`, `${local}/b`)).rejects.toThrow("on this machine");
    }
  });

  it("nothing is copied to itself", async () => {
    await dbfs.upload("/data/a", "a");
    for (const call of [dbfs.copy.bind(dbfs), dbfs.move.bind(dbfs)]) {
      await expect(call("/data/a", "/data/a", { overwrite: true })).rejects.toThrow("itself");
      await expect(call("/data", "/data/b", { recursive: true })).rejects.toThrow("itself");
    }
    expect(await textOf("/data/a")).toBe("a");
  });

  it("a move within DBFS is one request for all that is in a directory", async () => {
    await dbfs.upload("/data/a", "a");
    double.log.splice(0);
    await dbfs.move("/data", "/other");
    expect(double.log).toEqual([
      "GET /dbfs/get-status /data",
      "GET /dbfs/get-status /other",
      "POST /dbfs/move /data",
    ]);
    expect(await textOf("/other/a")).toBe("a");
  });

  it("the generated forms are what they were", async () => {
    await dbfs.put({ path: "/data/a" });
    await dbfs.upload("/data/a", "a");
    await dbfs.mkdirs({ path: "/data/dir" });
    expect(await dbfs.list({ path: "/data" }).toArray()).toHaveLength(2);
    await dbfs.move({ source_path: "/data/a", destination_path: "/data/b" });
    await expect(
      dbfs.move({ source_path: "/data/b", destination_path: "/data/dir" }),
    ).rejects.toThrow(ResourceAlreadyExists);
    await dbfs.delete({ path: "/data", recursive: true });
    expect(await dbfs.exists("/data/b")).toBe(false);
  });

  it("no name leads out of a folder of this machine", async () => {
    double.files.set("/data/..", Buffer.from("evil"));
    await expect(dbfs.copy("/data", `${local}/in`, { recursive: true })).rejects.toThrow(
      "can't be the name of a file",
    );
    double.files.clear();
    await dbfs.upload("/data/sub/a", "a");
    const outside = join(folder, "outside");
    await mkdir(outside);
    await mkdir(join(folder, "target", "data"), { recursive: true });
    await symlink(outside, join(folder, "target", "data", "sub"));
    const escape = dbfs.copy("/data", `${local}/target`, { recursive: true });
    await expect(escape).rejects.toThrow("leads out of");
    expect(await readdir(outside)).toEqual([]);
  });

  it("a file that can't be copied ends the rest", async () => {
    for (let i = 0; i < 20; i++) double.files.set(`/data/${i}`, Buffer.from("x"));
    double.fault = (line, response) => {
      if (line !== "GET /dbfs/read /data/5") return false;
      response.writeHead(400).end();
      return true;
    };
    await expect(dbfs.copy("/data", volume, { recursive: true })).rejects.toThrow();
    expect(double.files.has(`${volume}/data/19`)).toBe(false);
    expect(double.files.has(`${volume}/data/5`)).toBe(false);
  });

  it("an abort ends it at once and leaves nothing half-written", async () => {
    await dbfs.upload("/data/a", Buffer.alloc(3_000_000));
    const stop = new AbortController();
    const reason = new Error("enough");
    double.fault = (line) => {
      if (line.startsWith("GET /dbfs/read")) stop.abort(reason);
      return false;
    };
    const copying = dbfs.copy("/data/a", `${local}/a`, { signal: stop.signal });
    await expect(copying).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });

  it("the top of a volume is a directory, though no path of a file", async () => {
    await dbfs.upload("/data/a", "a");
    double.fault = (line, response) =>
      line === `HEAD /fs/files${volume}` && Boolean(response.writeHead(400).end());
    await dbfs.copy("/data/a", volume);
    expect(await textOf(`${volume}/a`)).toBe("a");
  });

  it("symbolic links in a folder of this machine are left out", async () => {
    await writeFile(join(folder, "a"), "a");
    await symlink(folder, join(folder, "loop"));
    expect(await dbfs.list(local, { recursive: true }).toArray()).toHaveLength(1);
    await dbfs.copy(local, "/data/copy", { recursive: true });
    expect(await dbfs.list("/data/copy").toArray()).toHaveLength(1);
    await dbfs.delete(`${local}/a`);
    await expect(access(join(folder, "a"))).rejects.toThrow("ENOENT");
    await dbfs.upload(`${local}/b`, "b");
    expect(await readFile(join(folder, "b"), "utf8")).toBe("b");
  });
});

describe("what this machine refuses", () => {
  it("names the argument that it was given as", async () => {
    await dbfs.upload("/data/a", "new");
    await writeFile(join(folder, "a"), "old");
    const small = dbfs.copy("/data/a", `${local}/a`);
    await expect(small).rejects.toThrow(InvalidRequestError);
    await expect(small).rejects.toMatchObject({ field: "to" });
    const asked = dbfs.mkdirs(`${local}/a/b`);
    await expect(asked).rejects.toThrow(/a\/b can't be made: E(NOTDIR|EXIST)/);
    await expect(asked).rejects.toMatchObject({ name: "InvalidRequestError", field: "path" });
  });
});
