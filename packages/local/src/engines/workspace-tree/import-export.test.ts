import * as fs from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADA, failure, treeWorld, type TreeWorld } from "./testing/tree-world.js";
import type { ExportOptions } from "./index.js";

const HEADER = "# Databricks notebook source";
const HOME = "/Users/ada@x";
const LIMIT = 10 * 1024 * 1024;
const notebook = { format: "SOURCE", language: "PYTHON" } as const;

let world: TreeWorld;
beforeEach(() => {
  world = treeWorld();
  world.tree.mkdirs(`${HOME}/d`, ADA);
});
afterEach(() => world.close());

function exported(path: string, options: ExportOptions = {}): Uint8Array {
  const { content } = world.tree.export(path, options, ADA);
  return content instanceof Uint8Array ? content : fs.readFileSync(content.file);
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe("imports", () => {
  it.each([
    ["lib.py", `${HEADER}\nx`, "lib", "notebooks"],
    ["lib.py", "x", "lib.py", "files"],
    ["q.sql", "-- Databricks notebook source\nselect 1", "q", "notebooks"],
    ["q.sql", `${HEADER}\nselect 1`, "q.sql", "files"],
    ["a.R", `${HEADER}\r\nx`, "a", "notebooks"],
    ["A.scala", "// Databricks notebook source\n", "A", "notebooks"],
    ["n.ipynb", '{"nbformat":4,"cells":[]}', "n", "notebooks"],
    ["data.bin", "\u0000", "data.bin", "files"],
    ["Databricks", HEADER, "Databricks", "files"],
  ])("of %s by AUTO with %j are at %s, among %s", async (name, text, kept, kind) => {
    await world.write(`${HOME}/d/${name}`, text);
    expect(world.tree.list(`${HOME}/d`, ADA)).toMatchObject([{ path: `${HOME}/d/${kept}`, kind }]);
  });

  it("of other formats keep the name, and of RAW are files", async () => {
    await world.write(`${HOME}/d/a.py`, "x", notebook);
    await world.write(`${HOME}/d/b.py`, `${HEADER}\nx`, { format: "RAW" });
    expect(world.tree.list(`${HOME}/d`, ADA)).toMatchObject([
      { path: `${HOME}/d/a.py`, kind: "notebooks" },
      { path: `${HOME}/d/b.py`, kind: "files" },
    ]);
    expect(world.read(`${HOME}/d/a.py`)).toBe(`${HEADER}\nx`);
  });

  it("overwrite what is of the same type only", async () => {
    await world.write(`${HOME}/n`, "1", notebook);
    await world.write(`${HOME}/f`, "1");
    const overwrite = true;
    const exists = (name: string): string =>
      `RESOURCE_ALREADY_EXISTS: Path (${HOME}/${name}) already`;
    const clash = (name: string): string =>
      `RESOURCE_ALREADY_EXISTS: Node named '${name}' already exists`;
    const fails = (name: string, rest: object): Promise<string> =>
      failure(() => world.write(`${HOME}/${name}`, "2", rest));
    expect(await fails("n", notebook)).toContain(exists("n"));
    expect(await fails("f", {})).toContain(exists("f"));
    expect(await fails("n", { overwrite })).toBe(clash("n"));
    expect(await fails("f", { ...notebook, overwrite })).toBe(clash("f"));
    expect(await fails("d", { overwrite })).toBe(clash("d"));
    await world.write(`${HOME}/f`, "2", { overwrite });
    expect(world.read(`${HOME}/f`)).toBe("2");
    expect(await fails("none/f", {})).toBe(
      `RESOURCE_DOES_NOT_EXIST: The parent folder (${HOME}/none) does not exist.`,
    );
    expect(await fails("f/g", {})).toMatch(/^RESOURCE_DOES_NOT_EXIST: The parent folder/);
  });

  it.each([
    ["SOURCE", "x", /without a language it must be a zip archive/],
    ["SOURCE", "PK\u0003", /must be a zip archive/],
    ["DBC", "x", /must be a zip archive/],
    ["JUPYTER", "x", /must be a Jupyter notebook/],
    ["HTML", "x", /must be an HTML page/],
    ["JUPYTER", Buffer.from([0xff]), /must be UTF-8/],
  ] as const)("of %s refuse %j", async (format, content, text) => {
    const request = { path: `${HOME}/x`, content: Buffer.from(content), format };
    expect(await failure(() => world.tree.import(request, ADA))).toMatch(text);
    expect(world.paths(HOME)).toEqual([`${HOME}/d`]);
  });

  it("take 10 MB and no more", async () => {
    await world.write(`${HOME}/f`, "x".repeat(LIMIT));
    expect(await failure(() => world.write(`${HOME}/g`, "x".repeat(LIMIT + 1)))).toMatch(
      /^MAX_NOTEBOOK_SIZE_EXCEEDED/,
    );
  });

  it("leave no folder with more objects than it may hold", async () => {
    world.close();
    world = treeWorld({ mostChildren: 3 });
    for (const name of ["a", "b", "c"]) await world.write(`/Shared/${name}`, "");
    expect(await failure(() => world.write("/Shared/d", ""))).toBe(
      "MAX_CHILD_NODE_SIZE_EXCEEDED: Folder (/Shared) holds 3 objects, which is the limit.",
    );
    expect(await failure(() => world.tree.mkdirs("/Shared/d/e", ADA))).toMatch(/^MAX_CHILD/);
    await world.write("/Shared/a", "over", { overwrite: true });
  });
});

describe("files that are sent on their own", () => {
  it("are taken as they arrive, longer ones too", async () => {
    const big = "x".repeat(LIMIT);
    await world.tree.importFile(`${HOME}/big`, chunks(big, "y"), false, ADA);
    expect(world.tree.getStatus(`${HOME}/big`, ADA).size).toBe(LIMIT + 1);
    expect(await failure(() => world.read(`${HOME}/big`))).toMatch(/^MAX_NOTEBOOK_SIZE/);
    expect(exported(`${HOME}/big`, { streamed: true }).byteLength).toBe(LIMIT + 1);
    expect(
      await failure(() => world.tree.importFile(`${HOME}/b.py`, chunks(big, "y"), false, ADA)),
    ).toMatch(/^MAX_NOTEBOOK_SIZE/);
  });

  it("are locks: of several at once one is there", async () => {
    const lock = `${HOME}/deploy.lock`;
    const tries = ["1", "2", "3"].map((text) =>
      world.tree.importFile(lock, chunks(text), false, ADA).then(() => text),
    );
    const results = await Promise.allSettled(tries);
    const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(world.read(lock)).toBe(won[0]);
    expect(await failure(() => world.tree.importFile(lock, chunks("4"), false, ADA))).toBe(
      `ALREADY_EXISTS: Path (${lock}) already exists.`,
    );
    await world.tree.importFile(lock, chunks("5"), true, ADA);
    expect(world.read(lock)).toBe("5");
  });

  it("are not there when they break off", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      throw new Error("the client is gone");
    }
    await expect(world.tree.importFile(`${HOME}/f`, broken(), false, ADA)).rejects.toThrow("gone");
    expect(world.paths(HOME)).toEqual([`${HOME}/d`]);
    expect(fs.readdirSync(`${world.tree.root()}/../unfinished`)).toEqual([]);
  });

  it("are notebooks where they say so", async () => {
    await world.tree.importFile(`${HOME}/n.py`, chunks(HEADER, "\nx"), false, ADA);
    await world.tree.importFile(`${HOME}/m.py`, chunks("x"), false, ADA);
    expect(world.paths(HOME)).toEqual([`${HOME}/d`, `${HOME}/m.py`, `${HOME}/n`]);
  });
});

describe("exports", () => {
  const jupyter = JSON.stringify({
    nbformat: 4,
    cells: [
      { cell_type: "code", source: "1", outputs: [{ output_type: "stream", text: "one" }] },
      { cell_type: "markdown", source: "# two" },
    ],
  });

  it("give notebooks their header back that programs took away", async () => {
    await world.write(`${HOME}/n`, "1", notebook);
    fs.writeFileSync(world.tree.locate(`${HOME}/n`) ?? "", "2");
    expect(world.read(`${HOME}/n`)).toBe(`${HEADER}\n2`);
  });

  it("by AUTO are what came, with what cells printed unless it is not wanted", async () => {
    await world.write(`${HOME}/n.ipynb`, jupyter);
    expect(world.tree.getStatus(`${HOME}/n`, ADA).format).toBe("JUPYTER");
    const { fileType } = world.tree.export(`${HOME}/n`, { format: "AUTO" }, ADA);
    expect(fileType).toBe("ipynb");
    const text = (outputs: boolean): string =>
      Buffer.from(exported(`${HOME}/n`, { format: "AUTO", outputs })).toString();
    expect(text(true)).toContain('"one"');
    expect(text(false)).not.toContain('"one"');
    expect(world.read(`${HOME}/n`)).toBe(
      `${HEADER}\n1\n\n# COMMAND ----------\n\n# MAGIC %md\n# MAGIC # two`,
    );
    await world.write(`${HOME}/n`, world.read(`${HOME}/n`), { ...notebook, overwrite: true });
    expect(world.read(`${HOME}/n`, "JUPYTER")).not.toContain('"one"');
    expect(world.tree.getStatus(`${HOME}/n`, ADA).format).toBe("SOURCE");
  });

  it.each(["JUPYTER", "HTML", "DBC", "R_MARKDOWN"] as const)(
    "by %s can be imported again",
    async (format) => {
      const source = `${HEADER}\n1\n\n# COMMAND ----------\n\n# MAGIC %md\n# MAGIC # two`;
      await world.write(`${HOME}/n`, source, notebook);
      const content = exported(`${HOME}/n`, { format });
      const request = { path: `${HOME}/m`, content, format, language: "PYTHON" } as const;
      await world.tree.import(request, ADA);
      expect(world.read(`${HOME}/m`)).toBe(source);
      const { language } = world.tree.getStatus(`${HOME}/m`, ADA);
      expect(language).toBe("PYTHON");
    },
  );

  it("of files are their bytes, and nothing that only notebooks have", async () => {
    await world.write(`${HOME}/f.txt`, "x");
    for (const format of ["SOURCE", "AUTO", "RAW"] as const) {
      const { content, fileType } = world.tree.export(`${HOME}/f.txt`, { format }, ADA);
      expect([content, fileType]).toMatchObject([{ size: 1 }, "txt"]);
    }
    for (const format of ["HTML", "JUPYTER", "DBC", "R_MARKDOWN"] as const) {
      expect(await failure(() => world.read(`${HOME}/f.txt`, format))).toMatch(/^INVALID_PARAM/);
    }
  });
});

describe("exports of folders", () => {
  beforeEach(async () => {
    world.tree.mkdirs(`${HOME}/d/empty`, ADA);
    world.tree.mkdirs(`${HOME}/d/e`, ADA);
    await world.write(`${HOME}/d/e/n.py`, "1", notebook);
    await world.write(`${HOME}/d/q`, "select 1", { format: "SOURCE", language: "SQL" });
    await world.write(`${HOME}/d/f.txt`, "text");
  });
  const below = (folder: string): string[] =>
    world.tree
      .list(folder, ADA)
      .flatMap(({ path, kind }) => (kind === "directories" ? [path, ...below(path)] : [path]))
      .map((path) => path.replace(/^\/Users\/ada@x\/\w+\//, ""));

  it("hold both of a notebook and what is called like its file", async () => {
    await world.write(`${HOME}/d/lib`, "n", { format: "SOURCE", language: "PYTHON" });
    await world.write(`${HOME}/d/lib.py`, "f");
    await world.write(`${HOME}/d/x`, "1", { format: "SOURCE", language: "SQL" });
    await world.write(`${HOME}/d/x.sql`, "2", { format: "SOURCE", language: "SQL" });
    const text = (format: "AUTO" | "SOURCE", name: string): string =>
      strFromU8(unzipSync(exported(`${HOME}/d`, { format }))[`d/${name}`] ?? new Uint8Array());
    expect(text("AUTO", "lib.py")).toBe("f");
    expect(text("AUTO", "lib (1).py")).toMatch(/n$/);
    expect([text("SOURCE", "x.sql"), text("SOURCE", "x (1).sql")].map((sql) => sql.at(-1))).toEqual(
      ["1", "2"],
    );
  });

  it("by AUTO hold all, by SOURCE and DBC notebooks", () => {
    const entries = (format: "AUTO" | "DBC" | "SOURCE"): readonly string[] =>
      Object.keys(unzipSync(exported(`${HOME}/d`, { format })));
    expect(entries("AUTO")).toEqual(["d/", "d/e/", "d/e/n.py", "d/empty/", "d/f.txt", "d/q.sql"]);
    expect(entries("SOURCE")).toEqual(["d/", "d/e/", "d/e/n.py", "d/empty/", "d/q.sql"]);
    expect(entries("DBC")).toEqual(["d/", "d/e/", "d/e/n.py.python", "d/empty/", "d/q.sql"]);
    const auto = unzipSync(exported(`${HOME}/d`, { format: "AUTO" }));
    expect(strFromU8(auto["d/f.txt"] ?? new Uint8Array())).toBe("text");
    expect(strFromU8(auto["d/q.sql"] ?? new Uint8Array())).toContain("source\nselect 1");
  });

  it.each([
    ["DBC", ["e", "e/n.py", "empty", "q"]],
    ["SOURCE", ["e", "e/n", "empty", "q"]],
  ] as const)("by %s are folders again, elsewhere", async (format, paths) => {
    const request = { path: `${HOME}/copy`, content: exported(`${HOME}/d`, { format }), format };
    await world.tree.import(request, ADA);
    expect(below(`${HOME}/copy`)).toEqual(paths);
    expect(world.tree.notebook(`${HOME}/copy/q`)).toMatchObject({ language: "SQL" });
    expect(await failure(() => world.tree.import(request, ADA))).toMatch(/^RESOURCE_ALREADY/);
    const again = failure(() => world.tree.import({ ...request, overwrite: true }, ADA));
    if (format === "DBC") expect(await again).toMatch(/^RESOURCE_ALREADY/);
    else await expect(again).rejects.toThrow("expected an error");
  });

  it("of one notebook by DBC are a folder with it", async () => {
    const content = exported(`${HOME}/d/e`, { format: "DBC" });
    await world.tree.import({ path: `${HOME}/copy`, content, format: "DBC" }, ADA);
    expect(world.paths(`${HOME}/copy`)).toEqual([`${HOME}/copy/n.py`]);
  });

  it("are neither other formats, nor more than 10 MB", async () => {
    for (const format of ["HTML", "JUPYTER", "R_MARKDOWN", "RAW"] as const) {
      expect(await failure(() => world.read(`${HOME}/d`, format))).toMatch(/DBC, SOURCE or AUTO/);
    }
    await world.write(`${HOME}/d/a`, "x".repeat(LIMIT / 2));
    await world.write(`${HOME}/d/b`, "x".repeat(LIMIT / 2));
    expect(await failure(() => world.read(`${HOME}/d`, "AUTO"))).toMatch(/^MAX_NOTEBOOK_SIZE/);
  });

  it("cannot lead out of their folder when they are imported", async () => {
    const { packArchive } = await import("./notebooks/index.js");
    const content = packArchive([{ path: "../../evil.py", bytes: Buffer.from("1") }]);
    const request = { path: `${HOME}/copy`, content, format: "SOURCE" } as const;
    expect(await failure(() => world.tree.import(request, ADA))).toMatch(/^INVALID_PARAMETER/);
  });
});
