import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADA, BOB, failure, START, treeWorld, type TreeWorld } from "./testing/tree-world.js";
import { WorkspaceTree } from "./index.js";

let world: TreeWorld;
beforeEach(() => {
  world = treeWorld();
});
afterEach(() => world.close());

const HOME = "/Users/ada@x";
const notebook = { format: "SOURCE", language: "PYTHON" } as const;

describe("paths", () => {
  it.each([
    [`/Workspace${HOME}/f`, `/Workspace${HOME}/f`],
    [`/Workspace//Users/ada@x/f/`, `/Workspace${HOME}/f`],
    [`//Workspace${HOME}/f`, `${HOME}/f`],
    [`//Users///ada@x/f//`, `${HOME}/f`],
  ])("%s is answered as %s", async (asked, answered) => {
    await world.write(`${HOME}/f`, "");
    expect(world.tree.getStatus(asked, ADA).path).toBe(answered);
    expect(world.tree.list(asked, ADA).map((object) => object.path)).toEqual([answered]);
  });

  it("of children have the spelling of their folder", () => {
    expect(world.paths("/Workspace")).toEqual([
      "/Workspace/Repos",
      "/Workspace/Shared",
      "/Workspace/Users",
    ]);
    expect(world.paths("/Workspace/Users")).toEqual([`/Workspace${HOME}`]);
    expect(world.paths("/")).toEqual(["/Repos", "/Shared", "/Users"]);
    expect(world.tree.getStatus("/Workspace", ADA).path).toBe("/Workspace");
  });

  it.each(["", "a/b", "/a/../b", "/a/./b", "/a\0b", `/${"n".repeat(256)}`])(
    "cannot be %j",
    async (bad) => {
      expect(await failure(() => world.tree.getStatus(bad, ADA))).toMatch(/^INVALID_PARAMETER/);
    },
  );
});

describe("home folders", () => {
  it("are there for whoever asks and whoever is asked about", async () => {
    expect(world.tree.getStatus("/Users/bob@x", ADA).kind).toBe("directories");
    expect(world.paths("/Users")).toEqual([HOME, "/Users/bob@x"]);
    expect(await failure(() => world.tree.getStatus("/Users/nobody", ADA))).toBe(
      "RESOURCE_DOES_NOT_EXIST: Path (/Users/nobody) doesn't exist.",
    );
  });

  it("and roots cannot be deleted", async () => {
    for (const protectedPath of ["/", "/Users", "/Shared", "/Repos", HOME]) {
      expect(await failure(() => world.tree.delete(protectedPath, true, ADA))).toBe(
        `DIRECTORY_PROTECTED: Folder (${protectedPath}) is protected.`,
      );
    }
    world.tree.mkdirs("/Users/team", ADA);
    await world.tree.delete("/Users/team", false, ADA);
  });
});

describe("objects", () => {
  it("keep their id and age while they are at their path", async () => {
    await world.write(`${HOME}/n`, "1", notebook);
    const first = world.tree.getStatus(`${HOME}/n`, ADA);
    expect(first).toMatchObject({
      kind: "notebooks",
      language: "PYTHON",
      format: "SOURCE",
      createdAt: START,
      modifiedAt: START,
    });
    world.clock.advance(5000);
    await world.write(`${HOME}/n`, "select 1", { ...notebook, language: "SQL", overwrite: true });
    expect(world.tree.getStatus(`${HOME}/n`, ADA)).toEqual({
      ...first,
      language: "SQL",
      modifiedAt: START + 5000,
    });
    await world.tree.delete(`${HOME}/n`, false, ADA);
    await world.write(`${HOME}/n`, "1", notebook);
    expect(world.tree.getStatus(`${HOME}/n`, ADA).id).not.toBe(first.id);
  });

  it("are found by kind and id, with the folders they are in", async () => {
    world.tree.mkdirs(`${HOME}/d`, ADA);
    await world.write(`${HOME}/d/f`, "");
    const { id } = world.tree.getStatus(`${HOME}/d/f`, ADA);
    const lineage = world.tree.lineage("files", id).map((object) => object.path);
    expect(lineage).toEqual([`${HOME}/d/f`, `${HOME}/d`, HOME, "/Users", "/"]);
    expect(world.tree.lineage("notebooks", id)).toEqual([]);
    expect(world.tree.lineage("files", 12)).toEqual([]);
    expect(world.tree.lineage("directories", 0).map((object) => object.path)).toEqual(["/"]);
  });

  it("lie at their own paths on the disk, where programs add others", async () => {
    await world.write(`${HOME}/n`, "print(1)", notebook);
    const home = path.join(world.tree.root(), "Users", "ada@x");
    expect(fs.readFileSync(path.join(home, "n"), "utf8")).toBe(
      "# Databricks notebook source\nprint(1)",
    );
    fs.mkdirSync(path.join(home, "out"));
    fs.writeFileSync(path.join(home, "out", "made.csv"), "a,b");
    fs.symlinkSync("/", path.join(home, "link"));
    expect(world.tree.list(HOME, ADA).map((object) => [object.path, object.kind])).toEqual([
      [`${HOME}/n`, "notebooks"],
      [`${HOME}/out`, "directories"],
    ]);
    const made = world.tree.getStatus(`${HOME}/out/made.csv`, ADA);
    expect(made).toMatchObject({ kind: "files", size: 3 });
    expect(world.tree.getStatus(`${HOME}/out/made.csv`, ADA).id).toBe(made.id);
    expect(world.tree.locate(`/Workspace${HOME}/out/made.csv`)).toBe(
      path.join(home, "out", "made.csv"),
    );
    expect(await failure(() => world.tree.getStatus(`${HOME}/link/etc`, ADA))).toMatch(
      /^RESOURCE_D/,
    );
    fs.rmSync(path.join(home, "n"));
    expect(world.tree.locate(`${HOME}/n`)).toBeUndefined();
  });

  it("are the same when the workspace is opened again", async () => {
    const folder = path.join(world.tree.root(), "again");
    const open = (): WorkspaceTree =>
      new WorkspaceTree({
        store: world.store.scope("again"),
        clock: world.clock,
        folder,
        isUser: () => true,
        access: { holder: () => () => true, removed: () => {} },
        gitFolders: { list: () => [], locate: () => undefined, remove: async () => undefined },
      });
    const first = open();
    await first.import({ path: "/n", content: Buffer.from("1"), ...notebook }, ADA);
    const before = first.getStatus("/n", ADA);
    first.close();
    expect(open().getStatus("/n", ADA)).toEqual(before);
    expect(open().notebook("/n")).toMatchObject({ language: "PYTHON" });
  });
});

describe("mkdirs", () => {
  it("makes parents, and nothing where a folder is", () => {
    world.tree.mkdirs(`${HOME}/a/b/c`, ADA);
    const { id } = world.tree.getStatus(`${HOME}/a/b`, ADA);
    world.tree.mkdirs(`${HOME}/a/b`, ADA);
    expect(world.tree.getStatus(`${HOME}/a/b`, ADA).id).toBe(id);
  });

  it("does not go through files", async () => {
    await world.write(`${HOME}/f`, "");
    for (const at of [`${HOME}/f`, `${HOME}/f/a/b`]) {
      expect(await failure(() => world.tree.mkdirs(at, ADA))).toBe(
        "RESOURCE_ALREADY_EXISTS: f already exists and it is not a folder",
      );
    }
  });
});

describe("delete", () => {
  it("needs recursive for what is not empty, and forgets all of it", async () => {
    world.tree.mkdirs(`${HOME}/d/e`, ADA);
    world.tree.mkdirs(`${HOME}/da`, ADA);
    await world.write(`${HOME}/d/e/f`, "");
    const ids = ["d", "d/e", "d/e/f"].map((at) => world.tree.getStatus(`${HOME}/${at}`, ADA).id);
    expect(await failure(() => world.tree.delete(`${HOME}/d`, false, ADA))).toMatch(
      /^DIRECTORY_NOT_EMPTY: Folder \(\/Users\/ada@x\/d\) is not empty/,
    );
    await world.tree.delete(`${HOME}/d`, true, ADA);
    expect(world.removed).toEqual(ids);
    expect(world.paths(HOME)).toEqual([`${HOME}/da`]);
    expect(await failure(() => world.tree.delete(`${HOME}/d`, true, ADA))).toMatch(
      /^RESOURCE_DOES/,
    );
  });
});

describe("list", () => {
  it("leaves out notebooks that were not changed since", async () => {
    await world.write(`${HOME}/old`, "1", notebook);
    await world.write(`${HOME}/file`, "1");
    world.clock.advance(1000);
    await world.write(`${HOME}/new`, "1", notebook);
    const paths = world.tree.list(HOME, ADA, START).map((object) => object.path);
    expect(paths).toEqual([`${HOME}/file`, `${HOME}/new`]);
  });
});

describe("somebody without rights", () => {
  it("sees roots, and of other things what they may read", async () => {
    await world.write("/Shared/a", "");
    await world.write("/Shared/b", "");
    world.grant("/Shared/a", "CAN_READ");
    const paths = (at: string): string[] => world.tree.list(at, BOB).map((object) => object.path);
    expect(paths("/")).toEqual(["/Repos", "/Shared", "/Users"]);
    expect(paths("/Shared")).toEqual(["/Shared/a"]);
    expect(await failure(() => world.tree.getStatus("/Shared/b", BOB))).toMatch(/^RESOURCE_DOES/);
    expect(await failure(() => world.tree.export("/Shared/b", {}, BOB))).toMatch(/^RESOURCE_DOES/);
  });

  it("may change what they may edit, and make and remove where they manage", async () => {
    world.tree.mkdirs("/Shared/d", ADA);
    await world.write("/Shared/d/f", "");
    const put = (name: string, overwrite = false): Promise<void> =>
      world.tree.import(
        { path: `/Shared/d/${name}`, content: Buffer.from(""), format: "AUTO", overwrite },
        BOB,
      );
    const denied = "PERMISSION_DENIED: User bob@x does not have Can";
    expect(await failure(() => put("f", true))).toBe(
      "RESOURCE_DOES_NOT_EXIST: The parent folder (/Shared/d) does not exist.",
    );
    world.grant("/Shared/d/f", "CAN_RUN");
    expect(await failure(() => put("f", true))).toBe(`${denied} Edit permission on /Shared/d/f.`);
    world.grant("/Shared/d/f", "CAN_EDIT");
    await put("f", true);
    world.grant("/Shared/d", "CAN_EDIT");
    expect(await failure(() => put("g"))).toBe(`${denied} Manage permission on /Shared/d.`);
    expect(await failure(() => world.tree.mkdirs("/Shared/d/e", BOB))).toMatch(denied);
    expect(await failure(() => world.tree.delete("/Shared/d/f", false, BOB))).toMatch(denied);
    world.grant("/Shared/d", "CAN_MANAGE");
    world.grant("/Shared/d/f", "CAN_MANAGE");
    await put("g");
    await world.tree.delete("/Shared/d/f", false, BOB);
  });
});
