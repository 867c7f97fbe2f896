import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Machine } from "../support/cli-machine.js";
import type { Scene } from "../support/cli-story.js";

/** Notebooks of all languages, one in Jupyter's format, and files that are none. */
const tree = {
  "model.py": "x = 1\n",
  "sub/a.py": "# Databricks notebook source\nprint('a')\n",
  "sub/b.sql": "-- Databricks notebook source\nselect 1\n",
  "sub/c.scala": "// Databricks notebook source\nprintln(1)\n",
  "sub/d.r": "# Databricks notebook source\nprint(1)\n",
  "sub/deep/plain.txt": "plain",
} as const;

const jupyter = {
  cells: [{ cell_type: "code", source: ["print(1)"], metadata: {}, outputs: [] }],
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
  nbformat_minor: 4,
};

/** Notebooks, files and folders: one by one, by the tree, and as `sync` keeps them. */
export function tellOfTheWorkspaceTree(scene: Scene): void {
  const home = (): string => `/Users/${scene.local.userName}`;

  it("imports, lists, exports and deletes notebooks", async () => {
    const { machine } = scene;
    const root = `${home()}/cli`;
    const notebook = `${root}/deep/hello`;
    const file = machine.file("hello.py", "print('hello')\n");
    const source = ["--format", "SOURCE", "--language", "PYTHON", "--file", file];
    const importing = ["workspace", "import", notebook, ...source];
    expect(await machine.refusal(...importing)).toContain(
      `The parent folder (${root}/deep) does not exist.`,
    );
    await machine.cli("workspace", "mkdirs", `${root}/deep`);
    await machine.cli("workspace", "mkdirs", `${root}-like`);
    await machine.cli(...importing);
    expect(await machine.refusal(...importing)).toContain("already exists");
    await machine.cli(...importing, "--overwrite");
    expect(await machine.json("workspace", "list", `${root}/deep`)).toMatchObject([
      { path: notebook, object_type: "NOTEBOOK", language: "PYTHON" },
    ]);
    expect(await machine.cli("workspace", "export", notebook)).toBe(
      "# Databricks notebook source\nprint('hello')\n",
    );
    expect(await machine.json("workspace", "get-status", `/Workspace${notebook}`)).toMatchObject({
      path: `/Workspace${notebook}`,
      object_type: "NOTEBOOK",
    });

    const before = scene.local.journal.entries().length;
    expect(await machine.refusal("workspace", "delete", root)).toMatch(/not empty/i);
    expect(scene.local.journal.entries().slice(before)).toContainEqual(
      expect.objectContaining({ path: "/api/2.0/workspace/delete", status: 400 }),
    );
    await machine.cli("workspace", "delete", root, "--recursive");
    expect(await machine.refusal("workspace", "get-status", root)).toMatch(/doesn't exist/);
    expect(await machine.json("workspace", "get-status", `${root}-like`)).toMatchObject({
      object_type: "DIRECTORY",
    });
    expect(await machine.json("workspace", "list", `${root}-like`)).toEqual([]);
    expect(await machine.refusal("workspace", "delete", "/")).toContain("protected");
    await machine.cli("workspace", "delete", `${root}-like`);
  });

  it("exports a notebook in every format, and takes each back", async () => {
    const { machine } = scene;
    const root = `${home()}/formats`;
    const exported = (path: string, ...args: readonly string[]): Promise<string> =>
      machine.cli("workspace", "export", path, ...args);
    await machine.cli("workspace", "mkdirs", root);
    const file = machine.file("hello.sql", "select 'hello'\n");
    const sql = ["--format", "SOURCE", "--language", "SQL", "--file", file];
    await machine.cli("workspace", "import", `${root}/hello`, ...sql);
    const starts = { SOURCE: "-- Databricks", HTML: "<!DOCTYPE html>", JUPYTER: "{", DBC: "PK" };
    for (const [format, start] of Object.entries(starts)) {
      const name = `hello.${format.toLowerCase()}`;
      const path = join(machine.home, name);
      await exported(`${root}/hello`, "--format", format, "--file", path);
      expect(machine.read(name).toString("latin1").startsWith(start), format).toBe(true);
      const source = format === "SOURCE" ? ["--language", "SQL"] : [];
      const taking = ["--format", format, "--file", path, ...source];
      await machine.cli("workspace", "import", `${root}/from-${format}`, ...taking);
      expect(await exported(`${root}/from-${format}`), format).toMatch(
        /^-- Databricks notebook source\nselect 'hello'\n?$/,
      );
    }
    const archive = ["--format", "DBC", "--file", join(machine.home, "folder.dbc")];
    await exported(root, ...archive);
    await machine.cli("workspace", "import", `${root}/again`, ...archive);
    expect(await names(machine, `${root}/again`)).toContain("hello");
    await machine.cli("workspace", "delete", root, "--recursive");
  });

  it("imports and exports whole trees", async () => {
    const { machine } = scene;
    const root = `${home()}/tree`;
    const kinds = async (path: string): Promise<unknown> =>
      Object.fromEntries(
        (await entries(machine, path)).map((entry) => [
          entry.path.slice(root.length + 1),
          entry.language ?? entry.object_type,
        ]),
      );
    for (const [name, text] of Object.entries(tree)) machine.file(`tree/${name}`, text);
    machine.file("tree/paper.ipynb", JSON.stringify(jupyter));
    const importing = ["workspace", "import-dir", join(machine.home, "tree"), root];
    expect(await machine.cli(...importing)).toContain("Import complete");
    expect(await kinds(root)).toEqual({ "model.py": "FILE", paper: "PYTHON", sub: "DIRECTORY" });
    expect(await kinds(`${root}/sub`)).toEqual({
      "sub/a": "PYTHON",
      "sub/b": "SQL",
      "sub/c": "SCALA",
      "sub/d": "R",
      "sub/deep": "DIRECTORY",
    });
    expect((await machine.cli(...importing)).match(/skipped; already exists/g)).toHaveLength(7);
    expect(await machine.cli(...importing, "--overwrite")).not.toContain("skipped");

    mkdirSync(join(machine.home, "back"));
    await machine.cli("workspace", "export-dir", root, join(machine.home, "back"));
    for (const [name, text] of Object.entries(tree)) {
      expect(machine.read(`back/${name}`).toString().trimEnd(), name).toBe(text.trimEnd());
    }
    expect(machine.read("back/paper.py").toString()).toContain("print(1)");
    expect(readdirSync(join(machine.home, "back/sub")).toSorted()).toEqual(
      ["a.py", "b.sql", "c.scala", "d.r", "deep"].toSorted(),
    );
    await machine.cli("workspace", "delete", root, "--recursive");
  });

  it("synchronises a folder, and what is deleted in it", async () => {
    const { machine } = scene;
    const root = `${home()}/synchronised`;
    machine.file("work/module.py", "x = 1\n");
    machine.file("work/book.py", tree["sub/a.py"]);
    const sync = (): Promise<string> => machine.cliIn("work", ["sync", ".", root]);
    expect(await sync()).toContain("Initial Sync Complete");
    expect((await names(machine, root)).toSorted()).toEqual(["book", "module.py"]);
    machine.file("work/book.py", "# Databricks notebook source\nprint('b')\n");
    await sync();
    expect(await machine.cli("workspace", "export", `${root}/book`)).toContain("print('b')");
    await machine.cli("workspace", "delete", root, "--recursive");
  });
}

interface Entry {
  readonly path: string;
  readonly object_type: string;
  readonly language?: string;
}

async function entries(machine: Machine, path: string): Promise<readonly Entry[]> {
  return (await machine.json("workspace", "list", path)) as readonly Entry[];
}

async function names(machine: Machine, path: string): Promise<readonly string[]> {
  return (await entries(machine, path)).map((entry) => entry.path.split("/").at(-1) ?? "");
}
