import type { WorkspaceClient } from "databricks-sdk-ts";
import type { ExportFormat } from "databricks-sdk-ts/workspace";
import { expect } from "vitest";
import { type Facts, refusal, sha256, someBytes, toldByBoth } from "../support/both-sdks.js";

const home = "/Users/me@example.com";
const root = `${home}/story`;
const source = "x = 1\nprint(x)\n";
const data = someBytes(300_000);

async function twin({ workspace }: WorkspaceClient): Promise<Facts> {
  return {
    ...(await notebooks(workspace)),
    ...(await files(workspace)),
    ...(await folders(workspace)),
    ...(await refusals(workspace)),
  };
}

type Workspace = WorkspaceClient["workspace"];

async function notebooks(workspace: Workspace): Promise<Facts> {
  await workspace.mkdirs({ path: `${root}/deep/er` });
  await workspace.upload(`${root}/notebook.py`, source);
  const {
    object_type,
    language,
    object_id = 0,
  } = await workspace.getStatus({
    path: `${root}/notebook.py`,
  });
  const jupyter = await text(workspace, `${root}/notebook.py`, "JUPYTER");
  const { cells } = JSON.parse(jupyter) as { cells: { source: string | string[] }[] };
  await workspace.upload(`${root}/again`, jupyter, { format: "JUPYTER" });
  const content = Buffer.from("SELECT 1").toString("base64");
  const query = { path: `${root}/query`, format: "SOURCE" } as const;
  await workspace.import({ ...query, content, language: "SQL" });
  const exported = await workspace.export(query);
  return {
    notebook: [object_type, language, object_id > 0],
    source: await text(workspace, `${root}/notebook.py`),
    cells: cells.map((cell) => [cell.source].flat().join("")),
    from_jupyter: await text(workspace, `${root}/again`, "SOURCE"),
    exported: Buffer.from(exported.content ?? "", "base64").toString(),
    html: (await text(workspace, `${root}/query`, "HTML")).toLowerCase().includes("<html"),
  };
}

async function files(workspace: Workspace): Promise<Facts> {
  const typeOf = async (path: string): Promise<unknown> =>
    (await workspace.getStatus({ path: root + path })).object_type;
  await workspace.upload(`${root}/deep/data.bin`, data, { format: "AUTO" });
  await workspace.upload(`${root}/deep/module.py`, source, { format: "AUTO" });
  const headed = `# Databricks notebook source\n${source}`;
  await workspace.upload(`${root}/deep/headed.py`, headed, { format: "AUTO" });
  return {
    file: await typeOf("/deep/data.bin"),
    file_back: sha256(await (await workspace.download(`${root}/deep/data.bin`)).bytes()),
    module: await typeOf("/deep/module.py"),
    headed: await typeOf("/deep/headed"),
  };
}

async function folders(workspace: Workspace): Promise<Facts> {
  const listed = await paths(workspace, root);
  const listed_deep = await paths(workspace, root, true);
  const { object_type: alias } = await workspace.getStatus({ path: `/Workspace${root}/deep` });
  const archive = await (await workspace.download(root, { format: "DBC" })).bytes();
  await workspace.upload(`${home}/unpacked`, archive, { format: "DBC" });
  const unpacked = await paths(workspace, `${home}/unpacked`, true);
  return { listed, listed_deep, alias, unpacked };
}

async function refusals(workspace: Workspace): Promise<Facts> {
  const notebook = `${root}/notebook.py`;
  const exists_already = await refusal(workspace.upload(notebook, "y = 2"));
  await workspace.upload(notebook, "y = 2", { overwrite: true });
  const overwritten = await text(workspace, notebook);
  const no_language = (await refusal(workspace.upload(`${root}/what`, data))).includes("AUTO");
  const missing = await refusal(workspace.getStatus({ path: `${root}/nothing` }));
  const missing_download = await refusal(workspace.download(`${root}/nothing`));
  await workspace.mkdirs({ path: `${home}/story-like` });
  const not_empty = await refusal(workspace.delete({ path: root }));
  await workspace.delete({ path: root, recursive: true });
  await workspace.delete({ path: `${home}/unpacked`, recursive: true });
  const left = await paths(workspace, home);
  const facts = { exists_already, overwritten, no_language, missing, missing_download };
  return { ...facts, not_empty, left };
}

async function text(workspace: Workspace, path: string, format?: ExportFormat): Promise<string> {
  return (await workspace.download(path, { format })).text();
}

async function paths(workspace: Workspace, path: string, recursive = false): Promise<string[]> {
  const objects = await workspace.list({ path, recursive }).toArray();
  return objects.map((object) => (object.path ?? "").slice(path.length)).sort();
}

toldByBoth("the workspace tree", {
  program: "workspace.py",
  twin,
  facts: {
    notebook: ["NOTEBOOK", "PYTHON", true],
    source: "# Databricks notebook source\nx = 1\nprint(x)\n",
    cells: ["x = 1\nprint(x)"],
    from_jupyter: "# Databricks notebook source\nx = 1\nprint(x)",
    exported: "-- Databricks notebook source\nSELECT 1",
    html: true,
    file: "FILE",
    file_back: sha256(data),
    module: "FILE",
    headed: "NOTEBOOK",
    listed: ["/again", "/deep", "/notebook.py", "/query"],
    listed_deep: [
      "/again",
      "/deep/data.bin",
      "/deep/headed",
      "/deep/module.py",
      "/notebook.py",
      "/query",
    ],
    alias: "DIRECTORY",
    unpacked: ["/again", "/deep/headed", "/notebook.py", "/query"],
    exists_already: expect.stringMatching(
      /^ResourceAlreadyExists RESOURCE_ALREADY_EXISTS: .*notebook\.py.* already exists/,
    ),
    overwritten: "# Databricks notebook source\ny = 2",
    no_language: true,
    missing: expect.stringMatching(/^ResourceDoesNotExist RESOURCE_DOES_NOT_EXIST: .*nothing/),
    missing_download: expect.stringMatching(/^ResourceDoesNotExist RESOURCE_DOES_NOT_EXIST: /),
    not_empty: expect.stringMatching(/ DIRECTORY_NOT_EMPTY: /),
    left: ["/story-like"],
  },
});
