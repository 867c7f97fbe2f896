import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import {
  ConnectionError,
  InvalidRequestError,
  NotFound,
  PermissionDenied,
  TimeoutError,
} from "../../../errors/index.js";
import { json } from "../../../http/testing/local-server.js";
import type { TransferProgress } from "../progress.js";
import { download } from "./download.js";
import { FileChanged } from "./file-version.js";
import {
  atTheReadersPace,
  breakAfter,
  expired,
  filePath,
  type FileServer,
  once,
  pattern,
  startFileServer,
} from "./testing/file-server.js";

const closing: FileServer[] = [];

afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

const size = 1_000_000;
const content = pattern(size);

async function start(...args: Parameters<typeof startFileServer>): Promise<FileServer> {
  const server = await startFileServer(...args);
  closing.push(server);
  return server;
}

/** Why not `toEqual`: it would compare, and in the end print, a million numbers. */
function isEqual(bytes: Uint8Array, expected: Buffer): boolean {
  return expected.equals(bytes);
}

describe("files.download", () => {
  it("reads from storage, which gets no credentials", async () => {
    const server = await start(content);
    const file = await download(server.client, filePath, {});
    expect(file["content-length"]).toBe(size);
    expect(file["content-type"]).toBe("application/octet-stream");
    expect(file["last-modified"]).toBe(server.file.lastModified);
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log).toEqual(["url", `storage 0-${size}`]);
    const [sent] = server.storage.seen;
    expect(sent?.headers["authorization"]).toBeUndefined();
    expect(sent?.headers["x-signed"]).toBe("yes");
    const [asked] = server.server.seen;
    const query = new URL(asked?.url ?? "", "http://host").searchParams;
    expect(query.get("path")).toBe(filePath);
    const lifetime = Date.parse(query.get("expire_time") ?? "") - server.clock.now();
    expect(lifetime).toBe(60 * 60 * 1000);
  });

  it.each([0, 1])("reads a file of %i bytes", async (length) => {
    const server = await start(content.subarray(0, length));
    const file = await download(server.client, filePath, { checksum: "sha256" });
    expect(file["content-length"]).toBe(length);
    expect(file.checksum).toBeUndefined();
    expect(await file.bytes()).toHaveLength(length);
    expect(file.checksum).toMatch(/^[0-9a-f]{64}$/);
  });

  it("gives the contents as a stream, in pieces, and as text", async () => {
    const server = await start(Buffer.from("Grüße"));
    const open = () => download(server.client, filePath, {});
    expect(await new Response((await open()).contents).text()).toBe("Grüße");
    expect(await (await open()).text()).toBe("Grüße");
    for await (const piece of await open()) expect(Buffer.from(piece).toString()).toBe("Grüße");
  });

  it.each([
    [{ start: 10 }, 10, size],
    [{ end: 10 }, 0, 10],
    [{ start: 10, end: 20 }, 10, 20],
    [{ start: size - 5, end: size + 5 }, size - 5, size],
    [{ start: size }, size, size],
    [{ start: size + 5, end: size + 9 }, size, size],
  ])("reads the range %j", async (range, from, to) => {
    const server = await start(content);
    const file = await download(server.client, filePath, range);
    expect(file["content-length"]).toBe(to - from);
    expect(isEqual(await file.bytes(), content.subarray(from, to))).toBe(true);
  });

  it.each([{ start: -1 }, { start: 1.5 }, { end: 0 }, { start: 5, end: 5 }])(
    "refuses the range %j and sends nothing",
    async (range) => {
      const server = await start(content);
      await expect(download(server.client, filePath, range)).rejects.toThrow(InvalidRequestError);
      expect(server.log).toEqual([]);
    },
  );

  it("leaves out what a server sends that ignores ranges", async () => {
    const server = await start(content);
    server.faults.storage.push((_request, response) => {
      response.writeHead(200, { "content-length": size });
      response.end(content);
      return true;
    });
    const file = await download(server.client, filePath, { start: 100_000, end: 200_000 });
    expect(isEqual(await file.bytes(), content.subarray(100_000, 200_000))).toBe(true);
  });

  it("uses its connection again", async () => {
    const server = await start(content);
    for (const range of [{}, {}, { start: 5, end: 9 }, {}]) {
      await (await download(server.client, filePath, range)).bytes();
    }
    expect(server.storage.accepted()).toBe(1);
  });

  it("tells its progress", async () => {
    const server = await start(content);
    const seen: TransferProgress[] = [];
    const onProgress = (progress: TransferProgress): void => void seen.push(progress);
    await (await download(server.client, filePath, { start: 10, onProgress })).bytes();
    expect(seen.at(-1)).toMatchObject({ bytes: size - 10, total: size - 10 });
  });
});

describe("a connection that breaks", () => {
  it.each(Array.from({ length: 10 }, (_, tenth) => tenth))("after %i tenths", async (tenth) => {
    const server = await start(content);
    server.faults.storage.push(once(breakAfter(server, (size / 10) * tenth)));
    const file = await download(server.client, filePath, { checksum: "sha256" });
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log).toHaveLength(3);
    expect(server.storage.seen[1]?.headers).toMatchObject({
      "if-unmodified-since": server.file.lastModified,
    });
  });

  it("any number of times, as long as bytes come", async () => {
    const server = await start(content);
    server.faults.storage.push(breakAfter(server, size / 50));
    const file = await download(server.client, filePath, { start: 7 });
    expect(isEqual(await file.bytes(), content.subarray(7))).toBe(true);
    expect(server.storage.seen.length).toBeGreaterThanOrEqual(49);
  });

  it("twice without bringing a byte is an error", async () => {
    const server = await start(content);
    const broken = breakAfter(server, size / 2);
    const silent = breakAfter(server, 0);
    server.faults.storage.push((request, response) =>
      (request.count === 0 ? broken : silent)(request, response),
    );
    const file = await download(server.client, filePath, {});
    await expect(file.bytes()).rejects.toThrow(ConnectionError);
    expect(server.storage.seen).toHaveLength(2);
  });

  it("is noticed where the end comes early without an error", async () => {
    const server = await start(content);
    server.faults.storage.push(({ count }, response) => {
      if (count > 0) return false;
      // Neither a length nor chunks: the end of the connection is that of the body.
      response.socket?.end(
        Buffer.concat([
          Buffer.from("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"),
          content.subarray(0, 300_000),
        ]),
      );
      return true;
    });
    const file = await download(server.client, filePath, {});
    expect(file["content-length"]).toBeUndefined();
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log).toEqual(["url", `storage 0-${size}`, "HEAD", `storage 300000-${size}`]);
  });

  it("counts as broken when it is silent for too long, but not when nobody reads", async () => {
    const server = await start(content);
    server.faults.storage.push(({ count }, response) => {
      if (count > 0) return false;
      response.writeHead(200, {
        "content-length": size,
        "last-modified": server.file.lastModified,
      });
      response.write(content.subarray(0, 1000));
      return true;
    });
    const file = await download(server.client, filePath, { stallTimeout: 60 });
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.storage.seen).toHaveLength(2);

    const slow = await start(pattern(4_000_000));
    const held = await download(slow.client, filePath, { stallTimeout: 40 });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await held.bytes()).toHaveLength(4_000_000);
    expect(slow.storage.seen).toHaveLength(1);
  });

  it("does not mix versions", async () => {
    const server = await start(content);
    const broken = breakAfter(server, 1000);
    server.faults.storage.push((request, response) => {
      if (request.count > 0) return false;
      broken(request, response);
      server.file = { ...server.file, lastModified: "Wed, 21 Oct 2026 08:00:00 GMT" };
      return true;
    });
    const file = await download(server.client, filePath, {});
    const reading = file.bytes();
    await expect(reading).rejects.toThrow(FileChanged);
    await expect(reading).rejects.toThrow(`${filePath} changed while it was being downloaded`);
  });

  it.each([
    ["another size", { size: size + 1, date: "Wed, 21 Oct 2026 07:28:00 GMT" }],
    ["a later date", { size, date: "Wed, 21 Oct 2026 07:28:01 GMT" }],
  ])("does not mix versions where the server lets it, seeing %s", async (_name, other) => {
    const server = await start(content);
    const broken = breakAfter(server, 1000);
    server.faults.storage.push((request, response) => {
      if (request.count === 0) return broken(request, response);
      response.writeHead(206, {
        "content-range": `bytes 1000-${other.size - 1}/${other.size}`,
        "last-modified": other.date,
      });
      response.end();
      return true;
    });
    const file = await download(server.client, filePath, {});
    await expect(file.bytes()).rejects.toThrow(FileChanged);
  });
});

describe("a slow reader", () => {
  it("does not have the file pile up", async () => {
    const server = await start(Buffer.alloc(64_000_000));
    const sent = { bytes: 0 };
    server.faults.storage.push(atTheReadersPace(server, sent));
    const file = await download(server.client, filePath, {});
    const reader = file.contents.getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent.bytes).toBeLessThan(32_000_000);
    await reader.cancel();
  });
});

describe("an address that has expired", () => {
  it("is renewed, three times in a row", async () => {
    const server = await start(content);
    server.faults.storage.push(({ count }, response) => count < 3 && expired(response));
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    const signatures = server.storage.seen.map(({ url }) => url.slice(-1));
    expect(signatures).toEqual(["1", "2", "3", "4"]);
  });

  it("is renewed when the file is resumed", async () => {
    const server = await start(content);
    const broken = breakAfter(server, 1000);
    server.faults.storage.push((request, response) => {
      if (request.count === 1) return expired(response);
      return request.count === 0 && broken(request, response);
    });
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log.filter((entry) => entry === "url")).toHaveLength(2);
  });

  it("is given up after that, and the file is read through the workspace", async () => {
    const server = await start(content);
    server.faults.storage.push((_request, response) => expired(response));
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log.at(-1)).toBe(`workspace 0-${size}`);
  });
});

describe("storage that can't be used", () => {
  it.each([403, 500, 501])("refuses to give an address: %i", async (status) => {
    const server = await start(content);
    server.urlStatus = status;
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log).toEqual(["url", `workspace 0-${size}`]);
  });

  it.each([403, 500, 302])("answers with %i", async (status) => {
    const server = await start(content);
    server.faults.storage.push((_request, response) => {
      response.writeHead(status).end("<Error><Code>Whatever</Code></Error>");
      return true;
    });
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log).toEqual(["url", `storage 0-${size}`, `workspace 0-${size}`]);
  });

  it("refuses in the middle: the rest comes through the workspace", async () => {
    const server = await start(content);
    const broken = breakAfter(server, 1000);
    server.faults.storage.push((request, response) => {
      if (request.count === 0) return broken(request, response);
      response.writeHead(403).end();
      return true;
    });
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log.at(-1)).toBe(`workspace 1000-${size}`);
  });

  it("has the file in a coding, in which ranges mean something else", async () => {
    const server = await start(content);
    server.faults.storage.push((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(content));
      return true;
    });
    const file = await download(server.client, filePath, {});
    expect(file["content-length"]).toBe(size);
    expect(isEqual(await file.bytes(), content)).toBe(true);
  });

  it("can't be reached", async () => {
    const server = await start(content);
    await server.storage.close();
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.clock.slept).toEqual([]);
  });

  it("is busy for a while", async () => {
    const server = await start(content);
    server.faults.storage.push(({ count }, response) => {
      if (count > 1) return false;
      response.writeHead(count === 0 ? 503 : 429).end();
      return true;
    });
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.storage.seen).toHaveLength(3);
  });

  it("is not asked with disableExperimentalFilesApiClient", async () => {
    const server = await start(content, { disableExperimentalFilesApiClient: true });
    server.faults.workspace.push(once(breakAfter(server, 1000)));
    const file = await download(server.client, filePath, {});
    expect(isEqual(await file.bytes(), content)).toBe(true);
    expect(server.log).toEqual([`workspace 0-${size}`, `workspace 1000-${size}`]);
  });
});

describe("errors and ends", () => {
  it("are the service's own, where the workspace refuses too", async () => {
    const server = await start(content);
    server.urlStatus = 403;
    server.faults.workspace.push((_request, response) => {
      json(response, { error_code: "PERMISSION_DENIED", message: "not yours" }, 403);
      return true;
    });
    await expect(download(server.client, filePath, {})).rejects.toThrow(PermissionDenied);
    server.urlStatus = 404;
    const missing = download(server.client, filePath, {});
    await expect(missing).rejects.toThrow(NotFound);
    await expect(missing).rejects.toThrow(`${filePath}: no (POST /api/2.0/fs/create-download-url`);
    await expect(missing).rejects.toMatchObject({ status: 404, method: "POST" });
  });

  it("show no signature", async () => {
    const server = await start(content);
    server.faults.storage.push((_request, response) => {
      response.writeHead(400).end("<Error><Code>Bad</Code><Message>no</Message></Error>");
      return true;
    });
    const error = await download(server.client, filePath, {}).catch((e: unknown) => e);
    expect(String(error)).toContain(filePath);
    expect(JSON.stringify(error) + String(error)).not.toContain("signed1");
  });

  it("come at once when the signal aborts, at each stage", async () => {
    const server = await start(pattern(8_000_000));
    const reason = new Error("enough");
    const early = AbortSignal.abort(reason);
    await expect(download(server.client, filePath, { signal: early })).rejects.toBe(reason);
    expect(server.log).toEqual([]);

    const during = new AbortController();
    server.faults.storage.push(({ count }) => {
      if (count === 0) during.abort(reason);
      return count === 0;
    });
    const opening = download(server.client, filePath, { signal: during.signal });
    await expect(opening).rejects.toBe(reason);

    const later = new AbortController();
    const file = await download(server.client, filePath, { signal: later.signal });
    const reader = file.contents.getReader();
    await reader.read();
    later.abort(reason);
    const rest = (async () => {
      for (;;) if ((await reader.read()).done) return;
    })();
    await expect(rest).rejects.toBe(reason);
  });

  it("come when the time is over, also while it is read", async () => {
    const server = await start(content);
    server.faults.storage.push((_request, response) => {
      response.writeHead(200, { "content-length": size });
      response.write("x");
      return true;
    });
    const file = await download(server.client, filePath, { timeout: 20_000 });
    const reader = file.contents.getReader();
    await reader.read();
    const rest = reader.read();
    server.clock.advance(20_000);
    await expect(rest).rejects.toThrow(TimeoutError);
  });

  it("close the connection when the reader leaves", async () => {
    const server = await start(pattern(8_000_000));
    for await (const piece of await download(server.client, filePath, {})) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    {
      await using unread = await download(server.client, filePath, {});
      expect(unread["content-length"]).toBe(8_000_000);
    }
    for (let turn = 0; server.storage.open().length > 0 && turn < 1000; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.storage.open()).toEqual([]);
  });

  it("come from a progress callback that throws", async () => {
    const server = await start(content);
    const onProgress = (): void => {
      throw new Error("no more");
    };
    const file = await download(server.client, filePath, { onProgress });
    await expect(file.bytes()).rejects.toThrow("no more");
  });
});
