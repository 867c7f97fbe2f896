import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InvalidRequestError, NotFound, PermissionDenied } from "../../../errors/index.js";
import { json } from "../../../http/testing/local-server.js";
import { startStorageDouble, type StorageDouble } from "../../dbfs/testing/storage-double.js";
import { Files } from "../files.js";
import { TreeDeletionFailed } from "./tree-deletion-failed.js";

const top = "/Volumes/main/default/raw";
let double: StorageDouble;
let files: Files;

beforeEach(async () => {
  double = await startStorageDouble();
  files = new Files(double.client);
  await files.createDirectory(`${top}/sub/deep/nothing`);
  await files.createDirectory(`${top}/sub/other`);
  for (const path of ["a.txt", "sub/b.txt", "sub/deep/c.txt", "subway.txt"]) {
    double.files.set(`${top}/${path}`, Buffer.from(path));
  }
  double.log.splice(0);
});

afterEach(() => double.close());

/** What the service is told to delete, below the top. */
function deletions(): string[] {
  return double.log.flatMap((line) => line.split(`DELETE /fs/`)[1]?.replace(top, "") ?? []);
}

function refuse(deleted: string): void {
  double.fault = (line, response) => {
    if (line !== `DELETE /fs/${deleted}`) return false;
    json(response, { error_code: "PERMISSION_DENIED", message: "not yours" }, 403);
    return true;
  };
}

describe("deleting a tree", () => {
  it("takes the files, then the directories, the deepest first, then the top", async () => {
    await files.deleteTree(`${top}/sub`);
    expect(deletions().slice(0, 2).sort()).toEqual(["files/sub/b.txt", "files/sub/deep/c.txt"]);
    expect(deletions()[2]).toBe("directories/sub/deep/nothing");
    expect(deletions().slice(3, 5).sort()).toEqual([
      "directories/sub/deep",
      "directories/sub/other",
    ]);
    expect(deletions().slice(5)).toEqual(["directories/sub"]);
    expect([...double.files.keys()]).toEqual([`${top}/a.txt`, `${top}/subway.txt`]);
    await expect(files.deleteTree(`${top}/sub`)).rejects.toThrow(NotFound);
  });

  it.each([top, `${top}/`, top.toLowerCase().replace("/volumes", "/Volumes")])(
    "empties a volume, which stays: %s",
    async (path) => {
      await files.deleteTree(path);
      expect(double.files.size).toBe(0);
      expect(deletions().at(-1)).toBe("directories/sub");
    },
  );

  it.each(["/", "Volumes", "/Volumes/", "/Volumes/main", "/Volumes/main/default/"])(
    "refuses what is above a volume: %s",
    async (path) => {
      const deleting = files.deleteTree(path);
      await expect(deleting).rejects.toThrow(InvalidRequestError);
      await expect(deleting).rejects.toThrow("is not in a volume");
      expect(double.log).toEqual([]);
    },
  );

  it("does not mind what others delete meanwhile", async () => {
    double.fault = (line) => {
      if (line.includes("DELETE")) double.files.delete(`${top}/sub/deep/c.txt`);
      return false;
    };
    await files.deleteTree(`${top}/sub`);
    expect(await files.exists(`${top}/sub`)).toBe(false);
  });

  it("tells what is left when a file can't be deleted, and keeps its directories", async () => {
    const path = `${top}/sub/b.txt`;
    refuse(`files${path}`);
    const error: unknown = await files.deleteTree(`${top}/sub`).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TreeDeletionFailed);
    const failed = error as TreeDeletionFailed;
    expect(failed.cause).toBeInstanceOf(PermissionDenied);
    expect(failed.path).toBe(path);
    expect(failed.left).toEqual([
      path,
      ...["sub/deep/nothing", "sub/deep", "sub/other", "sub"].map((name) => `${top}/${name}`),
    ]);
    expect(failed.message).toMatch(/b.txt: not yours [^]*5 of 6 files and directories are left/);
    expect(JSON.parse(JSON.stringify(failed))).toMatchObject({ path, left: 5 });
    expect(deletions().filter((line) => line.startsWith("directories"))).toEqual([]);
  });

  it("does so for a directory, too", async () => {
    refuse(`directories${top}/sub/deep`);
    await expect(files.deleteTree(`${top}/sub`)).rejects.toMatchObject({
      path: `${top}/sub/deep`,
      left: [`${top}/sub/deep`, `${top}/sub`],
    });
  });

  it("has eight under way at a time at most, and ends with the signal's reason", async () => {
    const stop = new AbortController();
    for (let i = 0; i < 40; i++) double.files.set(`${top}/sub/${i}`, Buffer.from("x"));
    let count = 0;
    double.fault = (line) => {
      const isDeletion = line.includes("DELETE");
      if (isDeletion && ++count === 8) stop.abort(new Error("enough"));
      return isDeletion; // answers nothing
    };
    const deleting = files.deleteTree(`${top}/sub`, { signal: stop.signal });
    await expect(deleting).rejects.toThrow("enough");
    expect(count).toBe(8);
  });
});

describe("paths in place of requests", () => {
  it("do as requests do", async () => {
    const directory_path = `${top}/sub/other`;
    const file_path = `${top}/sub/b.txt`;
    const pairs = [
      [files.getMetadata(file_path), files.getMetadata({ file_path })],
      [files.getDirectoryMetadata(directory_path), files.getDirectoryMetadata({ directory_path })],
      [
        files.listDirectoryContents(top).toArray(),
        files.listDirectoryContents({ directory_path: top }).toArray(),
      ],
    ] as const;
    for (const [byPath, byRequest] of pairs) expect(await byPath).toEqual(await byRequest);
    expect((await files.getMetadata(file_path))["content-length"]).toBe("sub/b.txt".length);
    await files.createDirectory(`${directory_path}/made`);
    expect(await files.exists(`${directory_path}/made`)).toBe(true);
    await files.deleteDirectory(`${directory_path}/made`);
    await files.deleteDirectory({ directory_path });
    expect(await files.exists(directory_path)).toBe(false);
    await files.delete(file_path);
    await files.delete({ file_path: `${top}/a.txt` });
    expect(double.files.has(file_path) || double.files.has(`${top}/a.txt`)).toBe(false);
  });
});
