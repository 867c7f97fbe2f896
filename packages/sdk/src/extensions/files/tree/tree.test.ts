import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  InvalidRequestError,
  InvalidResponseError,
  NotFound,
  PermissionDenied,
} from "../../../errors/index.js";
import { json } from "../../../http/testing/local-server.js";
import { startStorageDouble, type StorageDouble } from "../../dbfs/testing/storage-double.js";
import { Files } from "../files.js";
import type { TreeEntry, TreeProgress } from "./options.js";
import { TreeTransferFailed } from "./tree-transfer-failed.js";

const top = "/Volumes/main/default/raw";
let double: StorageDouble;
let files: Files;
let folder: string;

beforeEach(async () => {
  double = await startStorageDouble();
  files = new Files(double.client);
  folder = await mkdtemp(join(tmpdir(), "tree-"));
});

afterEach(async () => {
  await double.close();
  await rm(folder, { recursive: true });
});

const tree = { "a.txt": "a", "sub/b.txt": "bb", "sub/deep/c.txt": "ccc", "sub/empty.txt": "" };

async function makeLocal(): Promise<void> {
  await mkdir(join(folder, "sub", "deep", "nothing"), { recursive: true });
  for (const [path, text] of Object.entries(tree)) await writeFile(join(folder, path), text);
}

async function makeRemote(): Promise<void> {
  await files.createDirectory({ directory_path: `${top}/sub/deep/nothing` });
  for (const [path, text] of Object.entries(tree)) {
    double.files.set(`${top}/${path}`, Buffer.from(text));
  }
  double.log.splice(0);
}

function remote(): Record<string, string> {
  const found = [...double.files].map(([path, bytes]) => [path.slice(top.length + 1), `${bytes}`]);
  return Object.fromEntries(found) as Record<string, string>;
}

async function local(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.slice(folder.length + 1)] = await readFile(path, "utf8");
  }
  return found;
}

describe("files.walk", () => {
  it("lists all that is below a directory, level by level", async () => {
    await makeRemote();
    const found = await files.walk(top).toArray();
    expect(found.map(({ path }) => path?.slice(top.length + 1))).toEqual([
      "sub",
      "a.txt",
      "sub/deep",
      "sub/b.txt",
      "sub/empty.txt",
      "sub/deep/nothing",
      "sub/deep/c.txt",
    ]);
  });

  it("goes down no further than it is told", async () => {
    await makeRemote();
    expect(await files.walk(top, { maxDepth: 1 }).toArray()).toHaveLength(2);
    expect(double.log).toEqual([`GET /fs/directories${top}`]);
    expect(await files.walk(top, { maxDepth: 2 }).toArray()).toHaveLength(5);
    await expect(files.walk(top, { maxDepth: 0 }).first()).rejects.toThrow(InvalidRequestError);
  });

  it("asks only as far as it is read, and for pages as large as it is told", async () => {
    await makeRemote();
    expect((await files.walk(top, { pageSize: 5 }).first())?.path).toBe(`${top}/sub`);
    expect(double.server.seen.at(-1)?.url).toContain("page_size=5");
    expect(double.log).toHaveLength(1);
  });

  it("leaves out what is gone by then, but not what was never there", async () => {
    await makeRemote();
    double.fault = (line) => {
      if (line === `GET /fs/directories${top}/sub`) double.directories.delete(`${top}/sub`);
      return false;
    };
    expect(await files.walk(top).toArray()).toHaveLength(2);
    await expect(files.walk(`${top}/none`).toArray()).rejects.toThrow(NotFound);
  });
});

describe("files.exists", () => {
  it("knows files, directories, and what is neither", async () => {
    await makeRemote();
    expect(await files.exists(`${top}/a.txt`)).toBe(true);
    expect(double.log).toEqual([`HEAD /fs/files${top}/a.txt`]);
    expect(await files.exists(`${top}/sub`)).toBe(true);
    expect(await files.exists(`${top}/none`)).toBe(false);
    double.fault = (_line, response) => Boolean(response.writeHead(403).end());
    await expect(files.exists(top)).rejects.toThrow(PermissionDenied);
  });

  it("knows the top of a volume, which is no path of a file", async () => {
    await makeRemote();
    double.fault = (line, response) =>
      line === `HEAD /fs/files${top}` && Boolean(response.writeHead(400).end());
    expect(await files.exists(top)).toBe(true);
  });
});

describe("files.uploadTree", () => {
  it("writes all files and directories", async () => {
    await makeLocal();
    const result = await files.uploadTree(`${top}/`, folder);
    expect(result).toEqual({ files: 4, skipped: 0, bytes: 6 });
    expect(remote()).toEqual(tree);
    expect(double.directories.has(`${top}/sub/deep/nothing`)).toBe(true);
    const made = double.log.filter((line) => line.startsWith("PUT /fs/directories"));
    expect(made).toEqual([`PUT /fs/directories${top}/sub/deep/nothing`]);
  });

  it("makes the directory for nothing at all", async () => {
    expect(await files.uploadTree(top, folder)).toEqual({ files: 0, skipped: 0, bytes: 0 });
    expect(double.directories.has(top)).toBe(true);
  });

  it("writes nothing where something is in the way, unless it is told what to do", async () => {
    await makeLocal();
    await files.createDirectory({ directory_path: `${top}/sub` });
    double.files.set(`${top}/sub/b.txt`, Buffer.from("old"));
    const refused = files.uploadTree(top, folder);
    await expect(refused).rejects.toThrow(InvalidRequestError);
    await expect(refused).rejects.toThrow(
      "1 of 4 files are at the target already, such as sub/b.txt",
    );
    expect(remote()).toEqual({ "sub/b.txt": "old" });
    const skipping = await files.uploadTree(top, folder, { overwrite: "skip" });
    expect(skipping).toEqual({ files: 3, skipped: 1, bytes: 4 });
    expect(remote()).toEqual({ ...tree, "sub/b.txt": "old" });
    expect(await files.uploadTree(top, folder, { overwrite: true })).toMatchObject({ files: 4 });
    expect(remote()).toEqual(tree);
  });

  it("leaves out what the filter does, and symbolic links", async () => {
    await makeLocal();
    await symlink(join(folder, "a.txt"), join(folder, "link.txt"));
    await symlink(folder, join(folder, "loop"));
    await files.uploadTree(top, folder, { filter: ({ path }) => path !== "sub/deep" });
    expect(Object.keys(remote()).sort()).toEqual(["a.txt", "sub/b.txt", "sub/empty.txt"]);
  });

  it("tells what it does", async () => {
    await makeLocal();
    const seen: TreeProgress[] = [];
    await files.uploadTree(top, folder, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ bytes: 6, total: 6, files: 4, totalFiles: 4 });
    const done = seen.filter(({ file }) => file.bytes === file.total).map(({ file }) => file.path);
    expect(new Set(done)).toEqual(new Set(Object.keys(tree)));
  });

  it("ends at the first failure and says where", async () => {
    await makeLocal();
    double.fault = (line, response) => {
      if (!line.endsWith("b.txt")) return false;
      json(response, { error_code: "BAD_REQUEST", message: "disk on fire" }, 400);
      return true;
    };
    const failed = await files.uploadTree(top, folder, { concurrency: 1 }).catch((e: unknown) => e);
    expect(failed).toBeInstanceOf(TreeTransferFailed);
    expect(failed).toMatchObject({ path: "sub/b.txt", result: { files: 1 } });
    expect(String(failed)).toContain("sub/b.txt: disk on fire");
    expect(String(failed)).toContain("(1 file was complete by then)");
    expect(remote()).toEqual({ "a.txt": "a" });
  });

  it("is told what vanishes while it is listed", async () => {
    await makeLocal();
    const filter = ({ path }: TreeEntry): boolean => {
      if (path === "a.txt") rmSync(join(folder, "sub"), { recursive: true });
      return true;
    };
    const uploading = files.uploadTree(top, folder, { filter });
    await expect(uploading).rejects.toThrow(InvalidRequestError);
    await expect(uploading).rejects.toThrow(`${join(folder, "sub")} can't be read: ENOENT`);
    await expect(uploading).rejects.toMatchObject({ field: "localFolder" });
    expect(remote()).toEqual({});
  });

  it("is told what vanishes before it is opened", async () => {
    await makeLocal();
    const onProgress = (): void => rmSync(join(folder, "sub", "b.txt"), { force: true });
    const error = await files
      .uploadTree(top, folder, { concurrency: 1, onProgress })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TreeTransferFailed);
    expect(error).toMatchObject({ path: "sub/b.txt", result: { files: 1 } });
    const { cause } = error as TreeTransferFailed;
    expect(cause).toBeInstanceOf(InvalidRequestError);
    expect(String(cause)).toContain(`${join(folder, "sub", "b.txt")} can't be read: ENOENT`);
  });

  it("ends at once when it is aborted, or its time is over", async () => {
    await makeLocal();
    const stop = new AbortController();
    const reason = new Error("enough");
    let requests = 0;
    double.fault = (line) => {
      if (line.startsWith("PUT /fs/files") && ++requests === 2) stop.abort(reason);
      return requests === 2;
    };
    const options = { signal: stop.signal, concurrency: 1 };
    await expect(files.uploadTree(top, folder, options)).rejects.toBe(reason);
    expect(double.files.size).toBe(1);
    double.fault = () => {
      double.clock.advance(20_000);
      return true;
    };
    await expect(files.uploadTree(top, folder, { timeout: 20_000 })).rejects.toThrow("timeout");
  });

  it("asks nothing of the service that can't be kept", async () => {
    const none = files.uploadTree(top, join(folder, "none"));
    await expect(none).rejects.toThrow("there is no folder");
    await writeFile(join(folder, "file"), "");
    const file = files.uploadTree(top, join(folder, "file"));
    await expect(file).rejects.toThrow("file is not a folder");
    await expect(files.uploadTree(top, folder, { concurrency: 0 })).rejects.toThrow("concurrency");
    expect(double.log).toEqual([]);
  });
});

describe("files.downloadTree", () => {
  it("writes all files and folders, with one request for a small file", async () => {
    await makeRemote();
    const target = join(folder, "made", "on", "the", "way");
    const result = await files.downloadTree(`${top}/`, target);
    expect(result).toEqual({ files: 4, skipped: 0, bytes: 6 });
    expect(await readdir(join(target, "sub", "deep"))).toEqual(["c.txt", "nothing"]);
    folder = target;
    expect(await local()).toEqual(tree);
    expect(double.log.filter((line) => line.startsWith("HEAD"))).toEqual([]);
    folder = target.slice(0, target.indexOf("/made"));
  });

  it("writes nothing where something is in the way, unless it is told what to do", async () => {
    await makeRemote();
    await writeFile(join(folder, "a.txt"), "old");
    await expect(files.downloadTree(top, folder)).rejects.toThrow("such as a.txt");
    expect(await local()).toEqual({ "a.txt": "old" });
    const skipping = await files.downloadTree(top, folder, { overwrite: "skip" });
    expect(skipping).toEqual({ files: 3, skipped: 1, bytes: 5 });
    expect(await local()).toEqual({ ...tree, "a.txt": "old" });
    await files.downloadTree(top, folder, { overwrite: true });
    expect(await local()).toEqual(tree);
  });

  it("does not even list what the filter leaves out", async () => {
    await makeRemote();
    await files.downloadTree(top, folder, { filter: ({ path }) => path !== "sub" });
    expect(await local()).toEqual({ "a.txt": "a" });
    expect(double.log.filter((line) => line.startsWith("GET"))).toEqual([
      `GET /fs/directories${top}`,
      `GET /fs/files${top}/a.txt`,
    ]);
  });

  it.each([`${top}/..`, `${top}/../x`, `${top}/sub/\0x`, `${top}//x`])(
    "writes nothing for the name %j",
    async (path) => {
      await makeRemote();
      double.fault = (line, response) => {
        if (!line.startsWith("GET /fs/directories")) return false;
        json(response, { contents: [{ path, name: "x", is_directory: false, file_size: 1 }] });
        return true;
      };
      await expect(files.downloadTree(top, folder)).rejects.toThrow("can't be the name of a file");
      expect(await local()).toEqual({});
    },
  );

  it("refuses a list of something else", async () => {
    await makeRemote();
    double.fault = (line, response) => {
      if (!line.startsWith("GET /fs/directories")) return false;
      json(response, { contents: [{ path: "/etc/passwd", is_directory: false }] });
      return true;
    };
    await expect(files.downloadTree(top, folder)).rejects.toThrow(InvalidResponseError);
  });

  it("does not follow a symbolic link out of the folder", async () => {
    await makeRemote();
    const outside = await mkdtemp(join(tmpdir(), "outside-"));
    await symlink(outside, join(folder, "sub"));
    await expect(files.downloadTree(top, folder)).rejects.toThrow("leads out of");
    expect(await readdir(outside)).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it("ends at the first failure, says where, and leaves nothing half-written", async () => {
    await makeRemote();
    double.fault = (line, response) => {
      if (line !== `GET /fs/files${top}/sub/deep/c.txt`) return false;
      response.writeHead(200, { "content-length": 3 });
      response.write("c", () => response.destroy());
      return true;
    };
    const failed = await files.downloadTree(top, folder).catch((e: unknown) => e);
    expect(failed).toBeInstanceOf(TreeTransferFailed);
    expect(failed).toMatchObject({ path: "sub/deep/c.txt" });
    expect(
      (await readdir(folder, { recursive: true })).filter((n) => n.includes("partial")),
    ).toEqual([]);
  });

  it("tells what it does, and ends with an error of who is told", async () => {
    await makeRemote();
    const seen: TreeProgress[] = [];
    const onProgress = (progress: TreeProgress): void => void seen.push(progress);
    await files.downloadTree(top, folder, { onProgress });
    expect(seen.at(-1)).toMatchObject({ bytes: 6, total: 6, files: 4, totalFiles: 4 });
    const throwing = (): void => {
      throw new Error("no more");
    };
    const options = { onProgress: throwing, overwrite: true };
    await expect(files.downloadTree(top, folder, options)).rejects.toThrow("no more");
  });
});

describe("a target that is no folder", () => {
  it("is refused before anything is asked for", async () => {
    await writeFile(join(folder, "file"), "old");
    double.log.splice(0);
    const download = files.downloadTree(top, join(folder, "file"));
    await expect(download).rejects.toThrow("is not a folder");
    await expect(download).rejects.toMatchObject({ field: "localFolder" });
    expect(double.log).toEqual([]);
  });
});
