import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VolumesEngine } from "./index.js";
import {
  broken,
  failure,
  streamOf,
  type VolumesWorld,
  volumesWorld,
} from "./testing/volumes-world.js";

const V = "/Volumes/c/s/v";

let world: VolumesWorld;
beforeEach(() => {
  world = volumesWorld();
});
afterEach(() => world.close());

const write = (name: string, text: string, overwrite = false): Promise<void> =>
  world.engine.files.write(`${V}/${name}`, streamOf(text), { overwrite });

async function read(name: string, start?: number, end?: number): Promise<string> {
  const file = world.engine.files.open(`${V}/${name}`);
  const chunks: Buffer[] = [];
  const bytes = file.read(start ?? 0, end ?? file.size - 1);
  for await (const chunk of bytes as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("files", () => {
  it("are written, with their directories, to a real folder", async () => {
    await write("a/b/f.txt", "hello");
    expect(await read("a/b/f.txt")).toBe("hello");
    expect(await read("a/b/f.txt", 1, 3)).toBe("ell");
    const real = path.join(world.folder, "volumes/c/s/v/a/b/f.txt");
    expect(fs.readFileSync(real, "utf8")).toBe("hello");
    expect(world.engine.files.stat(`${V}/a/b/f.txt`)).toMatchObject({
      size: 5,
      modified: 1_700_000_000_000,
    });
    expect(world.engine.locate("/Volumes/C/S/V/a/b/f.txt")).toBe(real);
    expect(path.join(world.engine.root(), "c/s/v/a/b/f.txt")).toBe(real);
  });

  it("have another tag when another took their place, whatever the clock says", async () => {
    await write("f", "same");
    const before = world.engine.files.stat(`${V}/f`);
    expect(world.engine.files.stat(`${V}/f`)).toEqual(before);
    await write("f", "same", true);
    const { etag, ...after } = world.engine.files.stat(`${V}/f`);
    expect(before).toMatchObject(after);
    expect(etag).not.toBe(before.etag);
  });

  it("may be empty", async () => {
    await write("empty", "");
    expect(await read("empty")).toBe("");
  });

  it("are what programs of this machine make of them", async () => {
    await write("f", "one");
    fs.writeFileSync(path.join(world.engine.root(), "c/s/v/f"), "changed");
    fs.writeFileSync(path.join(world.engine.root(), "c/s/v/new"), "new");
    expect(await read("f")).toBe("changed");
    const { entries } = world.engine.files.list(V);
    expect(entries.map(({ name, file_size }) => [name, file_size])).toEqual([
      ["f", 7],
      ["new", 3],
    ]);
  });

  it("stay as they are for who reads them while they are replaced", async () => {
    await write("f", "old text");
    const file = world.engine.files.open(`${V}/f`);
    await write("f", "new", true);
    const chunks: Buffer[] = [];
    for await (const chunk of file.read(0, file.size - 1)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe("old text");
    expect(await read("f")).toBe("new");
  });

  it("are not there, nor changed, when an upload breaks off", async () => {
    await write("kept", "old");
    const sent = world.engine.files.write(`${V}/kept`, broken("ne"), { overwrite: true });
    await expect(sent).rejects.toThrow("aborted");
    const made = world.engine.files.write(`${V}/d/new`, broken("ne"));
    await expect(made).rejects.toThrow("aborted");
    expect(world.contents("kept")).toBe("old");
    expect(world.engine.files.list(V).entries.map(({ name }) => name)).toEqual(["kept"]);
    expect(world.leftovers()).toEqual([]);
  });

  it("are not replaced unless that is asked for, even when they came meanwhile", async () => {
    await write("f", "first");
    const exists = { code: "ALREADY_EXISTS", message: "The file being created already exists." };
    expect(await failure(() => write("f", "second"))).toMatchObject(exists);
    const slow = (async function* () {
      yield Buffer.from("slow");
      await write("g", "fast");
    })();
    expect(await failure(() => world.engine.files.write(`${V}/g`, slow))).toMatchObject(exists);
    expect([world.contents("f"), world.contents("g")]).toEqual(["first", "fast"]);
  });

  it("are removed", async () => {
    await write("f", "text");
    await world.engine.files.remove(`${V}/f`);
    expect(world.engine.files.list(V).entries).toEqual([]);
    expect(world.engine.locate(`${V}/f`)).toBeUndefined();
  });

  it("are larger than 5 GiB only in parts", async () => {
    const length = 5 * 1024 ** 3;
    const none = streamOf();
    const tooLong = (): unknown => world.engine.files.write(`${V}/f`, none, { length: length + 1 });
    expect(await failure(tooLong)).toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
    await world.engine.files.write(`${V}/f`, none, { length });
  });
});

describe("errors", () => {
  const { files } = { files: () => world.engine.files };
  const missingFile = { code: "NOT_FOUND", reason: "FILES_API_FILE_NOT_FOUND" };
  const missingDirectory = { code: "NOT_FOUND", reason: "FILES_API_DIRECTORY_IS_NOT_FOUND" };
  const taken = { code: "ALREADY_EXISTS", reason: "FILES_API_PATH_ALREADY_EXISTS" };
  const noVolume = { code: "NOT_FOUND", message: "Volume 'c.s.none' does not exist." };
  const invalid = { code: "INVALID_PARAMETER_VALUE" };
  const cases: readonly (readonly [string, () => unknown, object])[] = [
    ["reading nothing", () => files().open(`${V}/none`), missingFile],
    ["reading a directory", () => files().open(`${V}/d`), missingFile],
    ["reading below a file", () => files().open(`${V}/d/f/x`), missingFile],
    ["the facts of nothing", () => files().stat(`${V}/none`), missingFile],
    ["removing nothing", () => files().remove(`${V}/none`), missingFile],
    ["removing a directory as a file", () => files().remove(`${V}/d`), missingFile],
    ["writing over a directory", () => write("d", "x", true), taken],
    ["writing below a file", () => write("d/f/x", "x", true), taken],
    ["a volume that is not there", () => files().open("/Volumes/c/s/none/f"), noVolume],
    ["a directory over a file", () => files().makeDirectory(`${V}/d/f`), taken],
    ["a directory below a file", () => files().makeDirectory(`${V}/d/f/x`), taken],
    ["a directory that is not there", () => files().checkDirectory(`${V}/none`), missingDirectory],
    ["a file as a directory", () => files().checkDirectory(`${V}/d/f`), missingDirectory],
    ["listing a file", () => files().list(`${V}/d/f`), missingDirectory],
    ["listing nothing", () => files().list(`${V}/none`), missingDirectory],
    ["removing no directory", () => files().removeDirectory(`${V}/none`), missingDirectory],
    [
      "removing a full directory",
      () => files().removeDirectory(`${V}/d`),
      { code: "BAD_REQUEST", reason: "FILES_API_DIRECTORY_IS_NOT_EMPTY" },
    ],
    ["removing a volume's root", () => files().removeDirectory(V), invalid],
    ["a negative page", () => files().list(V, { size: -1 }), invalid],
    ["a made-up token", () => files().list(V, { token: "no token!" }), invalid],
    ["a path that is too short", () => files().list("/Volumes/c"), invalid],
  ];
  it.each(cases)("%s", async (_, work, expected) => {
    await write("d/f", "text");
    expect(await failure(work)).toMatchObject(expected);
    expect(world.contents("d/f")).toBe("text");
  });
});

describe("directories", () => {
  it("are made once, with their parents, and removed when empty", async () => {
    const { files } = world.engine;
    files.makeDirectory(`${V}/a/b/`);
    files.makeDirectory(`${V}/a/b`);
    files.checkDirectory(`${V}/a/b`);
    await files.removeDirectory(`${V}/a/b`);
    await files.removeDirectory(`${V}/a`);
    expect(files.list(V).entries).toEqual([]);
  });

  it("are listed by name", async () => {
    await write("b", "22");
    world.engine.files.makeDirectory(`${V}/a`);
    expect(world.engine.files.list("/Volumes/C/S/V/")).toMatchObject({
      entries: [
        { path: `${V}/a`, name: "a", is_directory: true },
        { path: `${V}/b`, name: "b", is_directory: false, file_size: 2 },
      ],
    });
    expect(world.engine.files.list(V).entries[0]).not.toHaveProperty("file_size");
  });

  it("are listed in pages that miss and repeat nothing, whatever changes in between", async () => {
    const folder = path.join(world.engine.root(), "c/s/v");
    fs.mkdirSync(folder, { recursive: true });
    for (let index = 100; index < 1150; index += 1) fs.writeFileSync(`${folder}/${index}`, "");
    const { files } = world.engine;
    const all = files.list(V);
    expect([all.entries.length, all.next !== undefined]).toEqual([1000, true]);
    expect(files.list(V, { size: 5000 }).entries).toHaveLength(1000);
    expect(files.list(V, { size: 0 }).entries).toHaveLength(1000);
    const seen: string[] = [];
    for (let token: string | undefined = ""; token !== undefined;) {
      const page = files.list(V, { size: 400, token });
      seen.push(...page.entries.map(({ name }) => name));
      token = page.next;
      fs.rmSync(`${folder}/${seen.at(-1)}`);
    }
    expect(seen).toHaveLength(1050);
    expect(new Set(seen).size).toBe(1050);
  });

  it("of a volume is there when the volume is", () => {
    fs.rmSync(path.join(world.engine.root(), "c"), { recursive: true, force: true });
    expect(world.engine.files.list(V).entries).toEqual([]);
    world.volumes.delete("c.s.v");
    expect(() => world.engine.files.list(V)).toThrow("Volume 'c.s.v' does not exist.");
  });
});

describe("the folder", () => {
  it("leads nowhere else", async () => {
    await write("d/f", "text");
    const inside = path.join(world.engine.root(), "c/s/v");
    fs.symlinkSync(os.tmpdir(), path.join(inside, "out"));
    fs.symlinkSync(path.join(inside, "d/f"), path.join(inside, "link"));
    const { files } = world.engine;
    expect(files.list(V).entries.map(({ name }) => name)).toEqual(["d"]);
    expect((await failure(() => files.list(`${V}/out`))).code).toBe("NOT_FOUND");
    expect((await failure(() => files.open(`${V}/link`))).code).toBe("NOT_FOUND");
    expect((await failure(() => write("out/x", "text"))).code).toBe("ALREADY_EXISTS");
    expect(world.engine.locate(`${V}/link`)).toBeUndefined();
    expect(world.engine.locate("/Volumes/c/s/v/../../../x")).toBeUndefined();
  });

  it("keeps files over a restart, and nothing that was half written", async () => {
    await write("f", "text");
    fs.writeFileSync(path.join(world.folder, "unfinished/9"), "half");
    world.restart();
    expect(await read("f")).toBe("text");
    expect(world.leftovers()).toEqual([]);
  });

  it("is a temporary one by default", async () => {
    const { clock, store } = world;
    const engine = new VolumesEngine({ clock, store, volumes: { exists: () => true } });
    await engine.files.write("/Volumes/a/b/c/f", streamOf("x"));
    const real = engine.locate("/Volumes/a/b/c/f") ?? "";
    expect(fs.existsSync(real)).toBe(true);
    engine.close();
    expect(fs.existsSync(real)).toBe(false);
  });
});

describe("folders of volumes", () => {
  it("move with their volumes, and go with them", async () => {
    const { folders } = world.engine;
    await write("f", "text");
    folders.rename(["c"], ["c2"]);
    folders.rename(["c2", "s"], ["c2", "s2"]);
    folders.rename(["c2", "s2", "none"], ["c2", "s2", "other"]);
    const root = world.engine.root();
    expect(fs.readFileSync(path.join(root, "c2/s2/v/f"), "utf8")).toBe("text");
    folders.remove(["c2"]);
    folders.remove(["c2"]);
    expect(fs.readdirSync(root)).toEqual([]);
  });

  it("of external volumes leave their files for the next one", async () => {
    const { folders } = world.engine;
    await write("f", "text");
    folders.remove(["c", "s", "v"], "s3://bucket/a");
    folders.create(["c", "s", "other"], "s3://bucket/b");
    folders.create(["c", "s", "v"], "s3://bucket/a");
    expect(world.contents("f")).toBe("text");
    expect(fs.readdirSync(path.join(world.engine.root(), "c/s/other"))).toEqual([]);
  });
});
