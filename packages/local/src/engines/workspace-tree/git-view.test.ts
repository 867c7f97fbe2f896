import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADA, failure, treeWorld, type TreeWorld } from "./testing/tree-world.js";

let world: TreeWorld;
let clone: string;

function addGitFolder(at: string, id: number): void {
  const git = { id, path: at, url: "file:///r", provider: "gitHub", branch: "main" };
  world.clones.set(at, { git, folder: clone });
}

beforeEach(() => {
  world = treeWorld();
  clone = fs.mkdtempSync(path.join(os.tmpdir(), "git-view-test-"));
  const put = (name: string, text: string): void => fs.writeFileSync(path.join(clone, name), text);
  fs.mkdirSync(path.join(clone, ".git"));
  fs.mkdirSync(path.join(clone, "lib"));
  put("lib/mod.py", "x = 1");
  put("nb.py", "# Databricks notebook source\nimport lib.mod");
  put("jup.ipynb", '{"nbformat":4,"cells":[{"cell_type":"code","source":"1"}]}');
  put("broken.ipynb", "{");
  put("README.md", "text");
  addGitFolder("/Repos/ada@x/project", 77);
});
afterEach(() => {
  world.close();
  fs.rmSync(clone, { recursive: true });
});

const AT = "/Repos/ada@x/project";

describe("Git folders", () => {
  it("are in the folders that lead to them", () => {
    expect(world.paths("/Repos")).toEqual(["/Repos/ada@x"]);
    expect(world.tree.list("/Repos/ada@x", ADA)).toMatchObject([
      { kind: "repos", id: 77, path: AT, gitFolder: { branch: "main" } },
    ]);
    expect(world.tree.lineage("repos", 77).map((object) => object.path)).toEqual([
      AT,
      "/Repos/ada@x",
      "/Repos",
      "/",
    ]);
    world.tree.mkdirs("/Users/ada@x/project", ADA);
    addGitFolder("/Users/ada@x/project", 78);
    expect(world.tree.list("/Users/ada@x", ADA)).toMatchObject([{ kind: "repos", id: 78 }]);
    expect(world.tree.getStatus("/Workspace/Users/ada@x/project", ADA)).toMatchObject({ id: 78 });
  });

  it("show the files of the clone, notebooks without extension", () => {
    const shown = world.tree
      .list(AT, ADA)
      .map((object) => [object.path.slice(AT.length + 1), object.kind, object.format]);
    expect(shown).toEqual([
      ["README.md", "files", undefined],
      ["broken.ipynb", "files", undefined],
      ["jup", "notebooks", "JUPYTER"],
      ["lib", "directories", undefined],
      ["nb", "notebooks", "SOURCE"],
    ]);
    const { id } = world.tree.getStatus(`${AT}/nb`, ADA);
    expect(world.tree.getStatus(`${AT}/nb.py`, ADA)).toMatchObject({ id, path: `${AT}/nb` });
    expect(world.tree.lineage("notebooks", id)[1]).toMatchObject({ kind: "repos", id: 77 });
    expect(world.paths(`${AT}/lib`)).toEqual([`${AT}/lib/mod.py`]);
  });

  it.skipIf(process.platform === "win32")("do not go round in circles", () => {
    fs.symlinkSync(".", path.join(clone, "lib", "self"));
    fs.symlinkSync("mod.py", path.join(clone, "lib", "link.py"));
    expect(world.paths(`${AT}/lib`)).toEqual([`${AT}/lib/link.py`, `${AT}/lib/mod.py`]);
    expect(world.tree.export(`${AT}/lib`, { format: "AUTO" }, ADA).fileType).toBe("zip");
  });

  it("give programs their notebooks and files", () => {
    expect(world.tree.notebook(`${AT}/nb`)).toEqual({
      language: "PYTHON",
      source: "# Databricks notebook source\nimport lib.mod",
      file: path.join(clone, "nb.py"),
    });
    const jupyter = world.tree.notebook(`/Workspace${AT}/jup`);
    expect(jupyter).toEqual({ language: "PYTHON", source: "# Databricks notebook source\n1" });
    expect(world.tree.notebook(`${AT}/lib/mod.py`)).toBeUndefined();
    expect(world.tree.locate(`${AT}/nb.py`)).toBe(path.join(clone, "nb.py"));
    expect(fs.readFileSync(path.join(world.tree.root(), AT, "lib", "mod.py"), "utf8")).toBe(
      "x = 1",
    );
  });

  it("can be exported", () => {
    expect(world.read(`${AT}/jup`)).toBe("# Databricks notebook source\n1");
    expect(world.read(`${AT}/README.md`)).toBe("text");
    expect(world.read(AT, "SOURCE").slice(0, 2)).toBe("PK");
  });

  it("leave room for what comes after them", async () => {
    world.tree.root();
    world.clones.clear();
    fs.rmSync(clone, { recursive: true });
    fs.mkdirSync(clone);
    expect(await failure(() => world.tree.getStatus(AT, ADA))).toMatch(/^RESOURCE_DOES_NOT_EXIST/);
    await world.tree.delete("/Repos/ada@x", false, ADA);
    world.tree.mkdirs("/Repos/team", ADA);
    expect(await failure(() => world.tree.mkdirs("/Repos/team/x", ADA))).toMatch(/^INVALID_PARAM/);
    expect(await failure(() => world.write("/Repos/f", ""))).toMatch(/^INVALID_PARAMETER/);
  });
});
