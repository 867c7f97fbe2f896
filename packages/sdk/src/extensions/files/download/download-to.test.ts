import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConnectionError, InvalidRequestError } from "../../../errors/index.js";
import type { TransferProgress } from "../progress.js";
import { downloadTo } from "./download-to.js";
import { FileChanged } from "./file-version.js";
import type { DownloadToOptions } from "./options.js";
import {
  breakAfter,
  expired,
  type Fault,
  filePath,
  type FileServer,
  once,
  pattern,
  startFileServer,
} from "./testing/file-server.js";

const size = 1_000_003;
const content = pattern(size);
/** Small parts, so that small files have many. */
const parts = { multipartThreshold: 1, partSize: 100_000, parallelism: 4 };

let folder: string;
let target: string;
const closing: FileServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "download-to-"));
  target = join(folder, "data.bin");
});

afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
  await rm(folder, { recursive: true });
});

async function start(...args: Parameters<typeof startFileServer>): Promise<FileServer> {
  const server = await startFileServer(...args);
  closing.push(server);
  return server;
}

function get(server: FileServer, options: DownloadToOptions = {}): ReturnType<typeof downloadTo> {
  return downloadTo(server.client, filePath, target, options);
}

async function expectWhole(expected: Buffer = content): Promise<void> {
  expect(expected.equals(await readFile(target))).toBe(true);
  expect(await readdir(folder)).toEqual(["data.bin"]);
}

const requests = (server: FileServer): string[] =>
  server.log.filter((entry) => /^(storage|workspace) /.test(entry));

describe("files.downloadTo", () => {
  it.each([0, 1, 99_999, 100_000, 100_001, size])("writes %i bytes in parts", async (length) => {
    const bytes = content.subarray(0, length);
    const server = await start(bytes);
    const result = await get(server, { ...parts, checksum: "sha256" });
    const checksum = createHash("sha256").update(bytes).digest("hex");
    expect(result).toEqual({ bytes: length, resumed: 0, checksum });
    await expectWhole(bytes);
    expect(requests(server)).toHaveLength(Math.ceil(length / parts.partSize));
    expect(server.log.filter((entry) => entry === "url")).toHaveLength(length === 0 ? 0 : 1);
  });

  it("writes a file below the threshold in one piece", async () => {
    const server = await start(content);
    expect(await get(server)).toEqual({ bytes: size, resumed: 0 });
    await expectWhole();
    expect(server.log).toEqual(["HEAD", "url", `storage 0-${size}`]);
  });

  it("reads in order where it is told to", async () => {
    const server = await start(content);
    await get(server, { multipartThreshold: 1, useParallel: false, overwrite: true });
    await expectWhole();
    expect(server.log).toEqual(["HEAD", "url", `storage 0-${size}`]);
  });

  it("has as many parts under way as it may, and no more", async () => {
    const server = await start(content);
    const held: (() => void)[] = [];
    const most: number[] = [];
    let open = 0;
    const bytes = content;
    server.faults.storage.push(({ start: from, end }, response) => {
      most.push(++open);
      held.push(() => {
        open--;
        const range = `bytes ${from}-${end - 1}/${size}`;
        response.writeHead(206, { "content-range": range });
        response.end(bytes.subarray(from, end));
      });
      if (held.length >= 4 || most.length > 8) for (const answer of held.splice(0)) answer();
      return true;
    });
    await get(server, parts);
    expect(Math.max(...most)).toBe(4);
    await expectWhole();
  });

  it("asks nothing of the service that can't be kept", async () => {
    const server = await start(content);
    await writeFile(target, "mine");
    const existing = get(server);
    await expect(existing).rejects.toThrow(InvalidRequestError);
    await expect(existing).rejects.toThrow("exists already: set overwrite");
    const at = (path: string) => downloadTo(server.client, filePath, path, { overwrite: true });
    await expect(at(folder)).rejects.toThrow("is not a file");
    await expect(at(join(folder, "none", "x"))).rejects.toThrow("does not exist");
    await expect(get(server, { overwrite: true, parallelism: 0 })).rejects.toThrow("parallelism");
    expect(server.log).toEqual([]);
    expect(await readFile(target, "utf8")).toBe("mine");
    await get(server, { overwrite: true });
    await expectWhole();
  });

  it("does not replace what has come to stand there meanwhile", async () => {
    const server = await start(content);
    server.faults.storage.push(() => {
      void writeFile(target, "mine");
      return false;
    });
    await expect(get(server)).rejects.toThrow("exists already");
    expect(await readFile(target, "utf8")).toBe("mine");
    expect(await readdir(folder)).toEqual(["data.bin"]);
  });

  it("tells its progress", async () => {
    const server = await start(content);
    const seen: TransferProgress[] = [];
    await get(server, { ...parts, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ bytes: size, total: size });
  });
});

describe("faults on the way", () => {
  it.each(Array.from({ length: 10 }, (_, tenth) => tenth))(
    "a connection that breaks after %i tenths of each part",
    async (tenth) => {
      const server = await start(content);
      const broken = new Set<number>();
      const fault = breakAfter(server, tenth * 10_000);
      server.faults.storage.push((request, response) => {
        if (request.start % parts.partSize !== 0 || broken.has(request.start)) return false;
        broken.add(request.start);
        return fault(request, response);
      });
      await get(server, parts);
      await expectWhole();
      expect(broken.size).toBe(11);
    },
  );

  it("an address that expires at each part is renewed once for all", async () => {
    const server = await start(content);
    const refused = new Set<string>();
    server.faults.storage.push(({ url, start: from }, response) => {
      // The first address is good for two parts, the second for the rest.
      if (!url.endsWith("signed1") || from < 200_000) return false;
      refused.add(url);
      return expired(response);
    });
    await get(server, parts);
    await expectWhole();
    expect(server.log.filter((entry) => entry === "url")).toHaveLength(2);
    expect(refused.size).toBe(1);
  });

  const refusals: [string, Fault][] = [
    ["403", (_request, response) => Boolean(response.writeHead(403).end())],
    ["500", (_request, response) => Boolean(response.writeHead(500).end())],
  ];
  it.each(refusals)("storage that answers %s in the middle", async (_status, refuse) => {
    const server = await start(content);
    server.faults.storage.push((request, response) =>
      request.start >= 300_000 ? refuse(request, response) : false,
    );
    await get(server, parts);
    await expectWhole();
    expect(server.log).toContain("workspace 300000-400000");
  });

  it("a storm of 429 and 503", async () => {
    const server = await start(content);
    const asked = new Map<number, number>();
    server.faults.storage.push(({ start: from }, response) => {
      const times = (asked.get(from) ?? 0) + 1;
      asked.set(from, times);
      if (times > 2) return false;
      response.writeHead(times === 1 ? 503 : 429, { "retry-after": "1" }).end();
      return true;
    });
    await get(server, parts);
    await expectWhole();
  });

  it("a body that is cut off, with a length and without", async () => {
    for (const head of [{}, { "content-length": size }]) {
      const server = await start(content);
      server.faults.storage.push(
        once((_request, response) => {
          const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
          response.socket?.write(`HTTP/1.1 200 OK\r\nconnection: close\r\n${lines.join("")}\r\n`);
          response.socket?.end(content.subarray(0, 345_678));
          return true;
        }),
      );
      await get(server, { overwrite: true });
      await expectWhole();
      expect(server.log.at(-1)).toBe(`storage 345678-${size}`);
    }
  });

  it("leave nothing behind when they can't be helped", async () => {
    const server = await start(content);
    server.faults.storage.push((request, response) =>
      request.start >= 500_000 ? breakAfter(server, 0)(request, response) : false,
    );
    await expect(get(server, parts)).rejects.toThrow(ConnectionError);
    expect(await readdir(folder)).toEqual([]);
  });

  it("a file that changes", async () => {
    const server = await start(content);
    server.faults.storage.push(({ count }) => {
      const lastModified = "Wed, 21 Oct 2026 09:00:00 GMT";
      if (count === 5) server.file = { ...server.file, lastModified };
      return false;
    });
    await expect(get(server, parts)).rejects.toThrow(FileChanged);
    expect(await readdir(folder)).toEqual([]);
  });

  it("an abort, at each stage", async () => {
    const reason = new Error("enough");
    for (let stage = 0; stage < 13; stage++) {
      const server = await start(content);
      const stop = new AbortController();
      let requested = 0;
      const count = (): void => {
        if (requested++ === stage) stop.abort(reason);
      };
      server.server.server.prependListener("request", count);
      server.storage.server.prependListener("request", count);
      await expect(get(server, { ...parts, signal: stop.signal })).rejects.toBe(reason);
      expect(await readdir(folder)).toEqual([]);
    }
  });
});

describe("resume", () => {
  /** Fails after about so many bytes, for good. */
  function failBehind(server: FileServer, bytes: number): void {
    const fault = breakAfter(server, 0);
    server.faults.storage.push((request, response) => {
      const isBehind = request.start >= bytes;
      return isBehind && fault(request, response);
    });
  }

  it.each([parts, { partSize: 100_000 }])("goes on with %j where it failed", async (settings) => {
    const server = await start(content);
    const options = { ...settings, resume: true, checksum: "sha256" } as const;
    const cut = breakAfter(server, 700_000);
    if (settings === parts) failBehind(server, 700_000);
    else server.faults.storage.push((...args) => args[0].start === 0 && cut(...args));
    if (settings !== parts) failBehind(server, 700_000);
    await expect(get(server, options)).rejects.toThrow(ConnectionError);
    expect(await readdir(folder)).toEqual(["data.bin.partial"]);

    server.faults.storage.splice(0);
    server.log.splice(0);
    const seen: TransferProgress[] = [];
    const onProgress = (progress: TransferProgress): void => void seen.push(progress);
    const result = await get(server, { ...options, onProgress });
    await expectWhole();
    expect(result.resumed).toBeGreaterThanOrEqual(600_000);
    expect(result.resumed).toBeLessThanOrEqual(800_000);
    expect(result.checksum).toBe(createHash("sha256").update(content).digest("hex"));
    const asked = requests(server).map((entry) => Number(/ (\d+)-/.exec(entry)?.[1]));
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(600_000);
    expect(seen.at(-1)).toMatchObject({ bytes: size, total: size });
  });

  it("refuses a folder in the place of what is left behind", async () => {
    const server = await start(content);
    await mkdir(`${target}.partial`);
    const run = get(server, { resume: true });
    await expect(run).rejects.toThrow(InvalidRequestError);
    await expect(run).rejects.toThrow(/data\.bin\.partial, .* is not a file: remove it, or give/);
    await expect(run).rejects.toMatchObject({ field: "localPath" });
    expect(await readdir(folder)).toEqual(["data.bin.partial"]);
  });

  it("survives the end of the process, half a line included", async () => {
    const server = await start(content);
    failBehind(server, 500_000);
    await expect(get(server, { ...parts, resume: true })).rejects.toThrow(ConnectionError);
    const partial = join(folder, "data.bin.partial");
    const left = await readFile(partial);
    await writeFile(partial, Buffer.concat([left, Buffer.from("900000-9999")]));
    server.faults.storage.splice(0);
    await get(server, { ...parts, resume: true });
    await expectWhole();
  });

  it.each<[string, (server: FileServer) => Promise<void> | void]>([
    [
      "another date",
      (server) => {
        server.file = { ...server.file, lastModified: "Thu, 22 Oct 2026 07:28:00 GMT" };
      },
    ],
    [
      "another size",
      (server) => {
        server.file = { ...server.file, bytes: pattern(size + 100_000) };
      },
    ],
    ["what is left of another program", () => writeFile(join(folder, "data.bin.partial"), "hey")],
  ])("begins anew with %s", async (_name, change) => {
    const server = await start(content);
    failBehind(server, 500_000);
    await expect(get(server, { ...parts, resume: true })).rejects.toThrow(ConnectionError);
    server.faults.storage.splice(0);
    await change(server);
    expect((await get(server, { ...parts, resume: true })).resumed).toBe(0);
    await expectWhole(server.file.bytes);
  });

  it("keeps what has come when the last report aborts it, and is done the next time", async () => {
    const server = await start(content);
    const stop = new AbortController();
    const reason = new Error("enough");
    const onProgress = ({ bytes }: TransferProgress): void => {
      if (bytes === size) stop.abort(reason);
    };
    const options = { ...parts, resume: true };
    await expect(get(server, { ...options, signal: stop.signal, onProgress })).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual(["data.bin.partial"]);
    expect(await get(server, options)).toEqual({ bytes: size, resumed: size });
    await expectWhole();
  });

  it("keeps what has come when it is aborted", async () => {
    const server = await start(content);
    const stop = new AbortController();
    const reason = new Error("enough");
    server.faults.storage.push(({ start: from }) => {
      if (from === 600_000) stop.abort(reason);
      return from >= 600_000;
    });
    const aborted = get(server, { ...parts, resume: true, signal: stop.signal });
    await expect(aborted).rejects.toBe(reason);
    server.faults.storage.splice(0);
    const { resumed } = await get(server, { ...parts, resume: true });
    expect(resumed).toBeGreaterThanOrEqual(200_000);
    await expectWhole();
  });

  it("asks for nothing when all had come", async () => {
    const server = await start(content);
    const stop = (): void => {
      throw new Error("stop");
    };
    const failing = get(server, { partSize: 1000, resume: true, onProgress: stop });
    await expect(failing).rejects.toThrow("stop");
    server.log.splice(0);
    expect(await get(server, { resume: true })).toMatchObject({ bytes: size, resumed: size });
    expect(server.log).toEqual(["HEAD"]);
    await expectWhole();
  });
});

it("replaces a symbolic link, not what it leads to", async () => {
  const server = await start(content);
  const elsewhere = join(folder, "elsewhere");
  await writeFile(elsewhere, "kept");
  await symlink(elsewhere, target);
  await get(server, { overwrite: true });
  expect(await readFile(elsewhere, "utf8")).toBe("kept");
});
