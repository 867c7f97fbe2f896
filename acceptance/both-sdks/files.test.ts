import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect } from "vitest";
import {
  type Facts,
  refusal,
  sha256,
  someBytes,
  type Stage,
  toldByBoth,
} from "../support/both-sdks.js";

const root = "/Volumes/main/story/bytes";
const data = someBytes(3_000_000);

type Files = WorkspaceClient["files"];

async function twin(w: WorkspaceClient, { folder }: Stage): Promise<Facts> {
  const { files } = w;
  const schema = await w.schemas.create({ name: "story", catalog_name: "main" });
  const made = await w.volumes.create({
    catalog_name: "main",
    schema_name: "story",
    name: "bytes",
    volume_type: "MANAGED",
  });
  const facts: Facts = {
    volume: [schema.full_name, made.full_name, made.volume_type],
    ...(await contents(files)),
    ...(await directories(files)),
    ...(await refusals(files)),
    ...(w.config.disableExperimentalFilesApiClient ? {} : await localFiles(files, folder)),
    left: await clearedAway(files),
  };
  await w.volumes.delete({ name: "main.story.bytes" });
  await w.schemas.delete({ full_name: "main.story" });
  return facts;
}

async function contents(files: Files): Promise<Facts> {
  await files.upload(`${root}/data.bin`, data);
  const download = await files.download(`${root}/data.bin`);
  const { "last-modified": modified } = download;
  const about = await files.getMetadata({ file_path: `${root}/data.bin` });
  await files.upload(`${root}/empty`, "");
  const nothing = await files.getMetadata({ file_path: `${root}/empty` });
  const odd = "a b+c%20d#e?ü.txt";
  await files.upload(`${root}/${odd}`, "odd");
  const facts = {
    type: download["content-type"],
    length: download["content-length"],
    dated: modified?.endsWith(" GMT"),
    read_back: sha256(await download.bytes()),
    metadata: [about["content-type"], about["content-length"]],
    dated_alike: about["last-modified"] === modified,
    empty: [(await text(files, `${root}/empty`)).length, nothing["content-length"]],
    odd: await text(files, `${root}/${odd}`),
    in_the_way: await refusal(files.upload(`${root}/data.bin`, "new", { overwrite: false })),
  };
  await files.upload(`${root}/data.bin`, "new", { overwrite: true });
  return { ...facts, overwritten: await text(files, `${root}/data.bin`) };
}

async function directories(files: Files): Promise<Facts> {
  const deep = { directory_path: `${root}/deep` };
  await files.createDirectory({ directory_path: `${root}/deep/er` });
  await files.createDirectory({ directory_path: `${root}/deep/er` });
  await files.getDirectoryMetadata(deep);
  for (let n = 0; n < 3; n += 1) await files.upload(`${root}/deep/${n}.txt`, "x".repeat(n));
  const entries = await files.listDirectoryContents({ ...deep, page_size: 2 }).toArray();
  const top = await files.listDirectoryContents({ directory_path: root }).toArray();
  return {
    pages: entries
      .map(({ name, is_directory, file_size }) => [name, is_directory, file_size ?? null])
      .sort(),
    root: top.map(({ path = "" }) => path).sort(),
    not_empty: await refusal(files.deleteDirectory(deep)),
    is_directory: await refusal(files.delete({ file_path: `${root}/deep` })),
  };
}

async function refusals(files: Files): Promise<Facts> {
  const nothing = `${root}/nothing`;
  const code = async (call: Promise<unknown>): Promise<unknown> =>
    (await refusal(call)).split(" ")[0];
  return {
    no_file: await refusal(files.download(nothing)),
    no_metadata: await code(files.getMetadata({ file_path: nothing })),
    no_directory: await code(files.getDirectoryMetadata({ directory_path: nothing })),
    no_delete: await refusal(files.delete({ file_path: nothing })),
    no_volume: await refusal(files.upload("/Volumes/main/story/nothing/data.bin", data)),
  };
}

async function localFiles(files: Files, folder: string): Promise<Facts> {
  writeFileSync(join(folder, "mine.bin"), data);
  await files.uploadFrom(`${root}/mine.bin`, join(folder, "mine.bin"));
  await files.downloadTo(`${root}/mine.bin`, join(folder, "yours.bin"));
  await files.delete({ file_path: `${root}/mine.bin` });
  return { local_file: sha256(readFileSync(join(folder, "yours.bin"))) };
}

async function clearedAway(files: Files): Promise<number> {
  for await (const entry of files.listDirectoryContents({ directory_path: `${root}/deep` })) {
    const { path = "", is_directory = false } = entry;
    if (is_directory) await files.deleteDirectory({ directory_path: path });
    else await files.delete({ file_path: path });
  }
  await files.deleteDirectory({ directory_path: `${root}/deep` });
  const rest = await files.listDirectoryContents({ directory_path: root }).toArray();
  for (const { path = "" } of rest) await files.delete({ file_path: path });
  return (await files.listDirectoryContents({ directory_path: root }).toArray()).length;
}

async function text(files: Files, path: string): Promise<string> {
  return (await files.download(path)).text();
}

const facts: Facts = {
  volume: ["main.story", "main.story.bytes", "MANAGED"],
  type: "application/octet-stream",
  length: data.length,
  dated: true,
  read_back: sha256(data),
  metadata: ["application/octet-stream", data.length],
  dated_alike: true,
  empty: [0, 0],
  odd: "odd",
  in_the_way: expect.stringMatching(/^AlreadyExists /),
  overwritten: "new",
  pages: [
    ["0.txt", false, 0],
    ["1.txt", false, 1],
    ["2.txt", false, 2],
    ["er", true, null],
  ],
  root: [`${root}/a b+c%20d#e?ü.txt`, `${root}/data.bin`, `${root}/deep`, `${root}/empty`],
  not_empty: expect.stringMatching(/not empty/i),
  is_directory: expect.stringMatching(/^NotFound NOT_FOUND: /),
  no_file: expect.stringMatching(/^NotFound NOT_FOUND: /),
  no_metadata: "NotFound",
  no_directory: "NotFound",
  no_delete: expect.stringMatching(/^NotFound NOT_FOUND: /),
  no_volume: expect.stringMatching(/nothing/),
  left: 0,
};

describe("files of a volume", () => {
  const told = { program: "files.py", twin };
  toldByBoth("by way of presigned URLs", {
    ...told,
    facts: { ...facts, local_file: sha256(data) },
    afterwards: ({ local }) => {
      const sent = local.journal.entries().map(({ path }) => path);
      expect(sent).toContain("/api/2.0/fs/create-download-url");
    },
  });
  toldByBoth("by the plain client", {
    ...told,
    env: { DATABRICKS_DISABLE_EXPERIMENTAL_FILES_API_CLIENT: "true" },
    facts,
    afterwards: ({ local }) => {
      const sent = local.journal.entries().map(({ path }) => path);
      expect(sent).not.toContain("/api/2.0/fs/create-download-url");
    },
  });
});
