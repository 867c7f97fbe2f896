import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADA, BOB, failure, treeWorld, type TreeWorld } from "./testing/tree-world.js";

const AT = "/Repos/ada@x/project";
const HEADER = "# Databricks notebook source\n";

let world: TreeWorld;
let clone: string;

const inClone = (name: string): string => fs.readFileSync(path.join(clone, name), "utf8");
const names = (): string[] => fs.readdirSync(clone).sort();

beforeEach(() => {
  world = treeWorld();
  clone = fs.mkdtempSync(path.join(os.tmpdir(), "git-files-test-"));
  fs.mkdirSync(path.join(clone, ".git"));
  fs.writeFileSync(path.join(clone, "README.md"), "text");
  fs.writeFileSync(path.join(clone, "nb.py"), `${HEADER}1`);
  const git = { id: 77, path: AT, url: "file:///r", provider: "gitHub" };
  world.clones.set(AT, { git, folder: clone });
});
afterEach(() => {
  world.close();
  fs.rmSync(clone, { recursive: true });
});

describe("in a Git folder", () => {
  it("files and folders are made, replaced and removed in the clone", async () => {
    world.tree.mkdirs(`${AT}/a/b`, ADA);
    await world.write(`/Workspace${AT}/a/b/f.txt`, "one");
    expect(inClone("a/b/f.txt")).toBe("one");
    expect(await failure(() => world.write(`${AT}/a/b/f.txt`, "two"))).toMatch(/already exists\.$/);
    await world.write(`${AT}/a/b/f.txt`, "two", { overwrite: true });
    expect(world.read(`${AT}/a/b/f.txt`)).toBe("two");
    expect(await failure(() => world.write(`${AT}/c/f`, ""))).toMatch(/^RESOURCE_DOES_NOT_EXIST/);
    expect(await failure(() => world.tree.delete(`${AT}/a`, false, ADA))).toMatch(/^DIRECTORY_NOT/);
    const { id } = world.tree.getStatus(`${AT}/a/b/f.txt`, ADA);
    await world.tree.delete(`${AT}/a`, true, ADA);
    expect(names()).toEqual([".git", "README.md", "nb.py"]);
    expect(world.removed).toContain(id);
    await world.write(`${AT}/plain.py`, "x = 1");
    expect(world.tree.getStatus(`${AT}/plain.py`, ADA)).toMatchObject({ kind: "files" });
  });

  it("notebooks are files with the extension of their language or format", async () => {
    await world.write(`${AT}/q`, "select 1", { format: "SOURCE", language: "SQL" });
    expect(inClone("q.sql")).toBe("-- Databricks notebook source\nselect 1");
    expect(world.tree.getStatus(`${AT}/q`, ADA)).toMatchObject({ language: "SQL" });
    await world.write(`${AT}/named.py`, "1", { format: "SOURCE", language: "PYTHON" });
    expect(world.read(`${AT}/named.py`)).toBe(inClone("named.py"));
    const cells = '{"nbformat":4,"cells":[{"cell_type":"code","source":"1+1"}]}';
    await world.write(`${AT}/j.ipynb`, cells);
    expect(JSON.parse(inClone("j.ipynb"))).toMatchObject({ cells: [{ source: ["1+1"] }] });
    expect(world.tree.getStatus(`${AT}/j`, ADA)).toMatchObject({ format: "JUPYTER" });
    expect(world.read(`${AT}/j`)).toBe(`${HEADER}1+1`);
  });

  it("a notebook replaces the one of that name, whatever file that was", async () => {
    const source = { format: "SOURCE", language: "SQL" } as const;
    expect(await failure(() => world.write(`${AT}/nb`, "", source))).toMatch(/already exists\.$/);
    await world.write(`${AT}/nb`, "select 1", { ...source, overwrite: true });
    expect(names()).toEqual([".git", "README.md", "nb.sql"]);
    await world.write(`${AT}/mod.py`, "x = 1");
    const python = { format: "SOURCE", language: "PYTHON", overwrite: true } as const;
    expect(await failure(() => world.write(`${AT}/mod`, "", python))).toContain("Node named 'mod'");
    expect(inClone("mod.py")).toBe("x = 1");
    expect(await failure(() => world.write(`${AT}/nb`, "", { overwrite: true }))).toMatch(/Node/);
  });

  it("nobody writes into what is git's own", async () => {
    const calls = [
      () => world.write(`${AT}/.git`, ""),
      () => world.tree.mkdirs(`${AT}/.GIT/hooks`, ADA),
      () => world.tree.mkdirs(`${AT}/sub/.git`, ADA),
      () => world.write(`${AT}/git~1`, ""),
    ];
    for (const call of calls) expect(await failure(call)).toMatch(/^INVALID_PARAMETER_VALUE/);
    expect(await failure(() => world.write(`${AT}/.git/config`, ""))).toMatch(/^RESOURCE_DOES_NOT/);
    expect(fs.readdirSync(path.join(clone, ".git"))).toEqual([]);
  });

  it("links of the clone lead nowhere", async () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), "git-files-test-"));
    fs.symlinkSync(path.join(outside, "none"), path.join(clone, "link"));
    world.tree.mkdirs(`${AT}/link/x`, ADA);
    expect(fs.readdirSync(outside)).toEqual([]);
    expect(fs.statSync(path.join(clone, "link", "x")).isDirectory()).toBe(true);
    fs.rmSync(outside, { recursive: true });
  });

  it("rights are those of the tree", async () => {
    for (const at of ["/Repos/ada@x", AT, `${AT}/README.md`]) world.grant(at, "CAN_READ");
    const content = Buffer.from("x");
    const put = (name: string): Promise<void> =>
      world.tree.import({ path: `${AT}/${name}`, content, format: "AUTO", overwrite: true }, BOB);
    expect(await failure(() => put("new"))).toMatch(/^PERMISSION_DENIED/);
    expect(await failure(() => put("README.md"))).toMatch(/^PERMISSION_DENIED/);
    expect(await failure(() => world.tree.delete(AT, true, BOB))).toMatch(/^PERMISSION_DENIED/);
    world.grant(`${AT}/README.md`, "CAN_EDIT");
    await put("README.md");
    expect(inClone("README.md")).toBe("x");
  });
});

describe("a Git folder", () => {
  it("goes with all that is in it, alone or with the folder that it is in", async () => {
    expect(await failure(() => world.tree.delete(AT, false, ADA))).toMatch(/^DIRECTORY_NOT_EMPTY/);
    await world.tree.delete(AT, true, ADA);
    expect(world.clones.size).toBe(0);
    expect(world.removed).toContain(77);
    const at = "/Users/ada@x/work/project";
    const git = { id: 78, path: at, url: "file:///r", provider: "gitHub" };
    world.clones.set(at, { git, folder: clone });
    await world.write("/Users/ada@x/work/f", "x");
    await world.tree.delete("/Users/ada@x/work", true, ADA);
    expect([world.clones.size, world.paths("/Users/ada@x")]).toEqual([0, []]);
  });
});
