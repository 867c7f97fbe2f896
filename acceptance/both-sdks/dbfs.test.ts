import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkspaceClient } from "databricks-sdk-ts";
import { expect } from "vitest";
import {
  type Facts,
  refusal,
  sha256,
  someBytes,
  type Stage,
  toldByBoth,
} from "../support/both-sdks.js";

const data = someBytes(2_500_000);
const volume = "/Volumes/main/story/bytes";

async function twin(w: WorkspaceClient, { folder }: Stage): Promise<Facts> {
  return { ...(await streams(w)), ...(await directories(w)), ...(await places(w, folder)) };
}

async function streams(w: WorkspaceClient): Promise<Facts> {
  {
    await using file = await w.dbfs.open("/story/data.bin", { write: true });
    for (let start = 0; start < data.length; start += 700_000) {
      await file.write(data.subarray(start, start + 700_000));
    }
  }
  const file = await w.dbfs.open("dbfs:/story/data.bin", { read: true });
  const read_back = sha256(await file.bytes());
  const {
    path,
    is_dir,
    file_size,
    modification_time = 0,
  } = await w.dbfs.getStatus({
    path: "/story/data.bin",
  });
  const status = [path, is_dir, file_size, modification_time > 0];
  const exists_already = await refusal(w.dbfs.open("/story/data.bin", { write: true }));
  {
    await using short = await w.dbfs.open("/story/data.bin", { write: true, overwrite: true });
    await short.write(new TextEncoder().encode("short"));
  }
  const overwritten = await (await w.dbfs.download("/story/data.bin")).text();
  const { handle = 0 } = await w.dbfs.create({ path: "/story/too-much" });
  const block = Buffer.alloc(1024 * 1024 + 1).toString("base64");
  const block_too_large = await refusal(w.dbfs.addBlock({ handle, data: block }));
  await w.dbfs.close({ handle });
  await w.dbfs.delete("/story/too-much");
  return { read_back, status, exists_already, overwritten, block_too_large };
}

async function directories(w: WorkspaceClient): Promise<Facts> {
  await w.dbfs.upload("/story/deep/er/one.bin", data);
  await w.dbfs.upload("/story/deep/two words.txt", "two");
  await w.dbfs.mkdirs("/story/empty");
  const listed = (await w.dbfs.list("/story").toArray()).map((file) => [
    file.path,
    file.is_dir,
    file.file_size,
  ]);
  return {
    listed,
    listed_deep: await listedDeep(w, "/story"),
    exist: [
      await w.dbfs.exists("/story/deep"),
      await w.dbfs.exists("/story/data.bin"),
      await w.dbfs.exists("/nowhere"),
    ],
    missing: await refusal(w.dbfs.getStatus({ path: "/nowhere" })),
    missing_list: await refusal(w.dbfs.list("/nowhere").toArray()),
  };
}

async function places(w: WorkspaceClient, here: string): Promise<Facts> {
  const local = join(here, "mine");
  mkdirSync(join(local, "sub"), { recursive: true });
  writeFileSync(join(local, "a.txt"), "a");
  writeFileSync(join(local, "sub/b.bin"), data);
  await w.dbfs.copy(`file:${local}`, "/story/copied", { recursive: true });
  const copied_up = await listedDeep(w, "/story/copied");
  await w.schemas.create({ name: "story", catalog_name: "main" });
  const placed = { catalog_name: "main", schema_name: "story" };
  await w.volumes.create({ ...placed, name: "bytes", volume_type: "MANAGED" });
  await w.dbfs.copy("/story/copied/sub/b.bin", `${volume}/b.bin`);
  const in_volume = sha256(await (await w.files.download(`${volume}/b.bin`)).bytes());
  await w.dbfs.copy(`${volume}/b.bin`, "/story/back.bin");
  await w.dbfs.copy("/story/back.bin", `file:${here}/back.bin`);
  const back_here = sha256(readFileSync(join(here, "back.bin")));
  await w.dbfs.copy("/story/data.bin", "/story/deep");
  const into_directory = await (await w.dbfs.download("/story/deep/data.bin")).text();
  const in_the_way = await refusal(w.dbfs.copy("/story/data.bin", "/story/back.bin"));

  const there = (path: string): Promise<boolean> => w.dbfs.exists(path);
  await w.dbfs.move("/story/data.bin", "/story/moved.txt");
  const moved = [await there("/story/data.bin"), await there("/story/moved.txt")];
  await w.dbfs.move("/story/moved.txt", `${volume}/moved.txt`);
  const moved_out = [await there("/story/moved.txt"), await there(`${volume}/moved.txt`)];
  const inVolume = (await w.dbfs.list(volume).toArray()).map(({ path }) => path).sort();
  await w.dbfs.delete("/story", { recursive: true });
  const left = (await w.dbfs.list("/").toArray()).map(({ path }) => path);
  const copies = { copied_up, in_volume, back_here, into_directory, in_the_way };
  return { ...copies, moved, moved_out, volume: inVolume, left };
}

async function listedDeep(w: WorkspaceClient, path: string): Promise<readonly string[]> {
  const files = await w.dbfs.list(path, { recursive: true }).toArray();
  return files.map((file) => file.path ?? "").sort();
}

toldByBoth("files of DBFS", {
  program: "dbfs.py",
  twin,
  facts: {
    read_back: sha256(data),
    status: ["/story/data.bin", false, 2_500_000, true],
    exists_already: expect.stringMatching(
      /^ResourceAlreadyExists RESOURCE_ALREADY_EXISTS: A file or directory already exists at the input path/,
    ),
    overwritten: "short",
    block_too_large: expect.stringMatching(/ MAX_BLOCK_SIZE_EXCEEDED: /),
    listed: [
      ["/story/data.bin", false, 5],
      ["/story/deep", true, 0],
      ["/story/empty", true, 0],
    ],
    listed_deep: ["/story/data.bin", "/story/deep/er/one.bin", "/story/deep/two words.txt"],
    exist: [true, true, false],
    missing: expect.stringMatching(/^ResourceDoesNotExist RESOURCE_DOES_NOT_EXIST: .*\/nowhere/),
    missing_list: expect.stringMatching(/^ResourceDoesNotExist RESOURCE_DOES_NOT_EXIST: /),
    copied_up: ["/story/copied/a.txt", "/story/copied/sub/b.bin"],
    in_volume: sha256(data),
    back_here: sha256(data),
    into_directory: "short",
    in_the_way: expect.stringMatching(/ RESOURCE_ALREADY_EXISTS: /),
    moved: [false, true],
    moved_out: [false, true],
    volume: [`${volume}/b.bin`, `${volume}/moved.txt`],
    left: [],
  },
});
