import type { ServerResponse } from "node:http";
import { serve, type Served } from "../../../../api-client/testing/client.js";
import type { ClientOptions } from "../../../../api-client/index.js";
import { FakeClock } from "../../../../http/testing/fake-clock.js";
import {
  json,
  type LocalServer,
  type SeenRequest,
  startServer,
} from "../../../../http/testing/local-server.js";

/** A request for bytes, as a fault sees it. */
export interface ReadRequest {
  readonly start: number;
  readonly end: number;
  /** How many requests for bytes came to the same server before. */
  readonly count: number;
  readonly headers: SeenRequest["headers"];
  readonly url: string;
}

/** Answers in place of the server, and says so with `true`. */
export type Fault = (request: ReadRequest, response: ServerResponse) => boolean;

/** A workspace with one file, and storage on an origin of its own that has it too. */
export interface FileServer extends Served {
  readonly storage: LocalServer;
  /** The file, and when it was changed; assign to change it. */
  file: { bytes: Buffer; lastModified: string };
  /** Faults of storage and of the workspace's own download; the first that answers counts. */
  readonly faults: { storage: Fault[]; workspace: Fault[] };
  /** Status that asking for an address is answered with. */
  urlStatus: number;
  /** Requests for bytes, as `storage 0-99` and `workspace 0-99`; others as `HEAD`, `url`. */
  readonly log: string[];
}

/** The path of the file. */
export const filePath = "/Volumes/main/default/raw/data.bin";

/** Bytes among which no two stretches are alike. */
export function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i + 4 <= length; i += 4) bytes.writeUInt32BE(Math.imul(i, 2654435761) >>> 0, i);
  return bytes;
}

/** Starts both servers. */
export async function startFileServer(
  bytes: Buffer,
  options: ClientOptions = {},
  clock: FakeClock = new FakeClock((milliseconds) => milliseconds > 10_000),
): Promise<FileServer> {
  let issued = 0;
  const state = {
    file: { bytes, lastModified: "Wed, 21 Oct 2026 07:28:00 GMT" },
    faults: { storage: [] as Fault[], workspace: [] as Fault[] },
    urlStatus: 200,
    log: [] as string[],
  };
  const counts = { storage: 0, workspace: 0 };
  const answer = (
    where: "storage" | "workspace",
    request: SeenRequest,
    response: ServerResponse,
  ): void => {
    const read = toRead(request, state.file.bytes.length, counts[where]++);
    state.log.push(`${where} ${read.start}-${read.end}`);
    if (state.faults[where].some((fault) => fault(read, response))) return;
    send(state.file, request, read, response);
  };
  const storage = await startServer((request, response) => answer("storage", request, response));
  const workspace = await serve(
    (request, response) => {
      if (request.url.startsWith("/api/2.0/fs/create-download-url")) {
        state.log.push("url");
        if (state.urlStatus !== 200) return json(response, { message: "no" }, state.urlStatus);
        const url = `${storage.url}/bucket/key?X-Amz-Signature=signed${++issued}`;
        return json(response, { url, headers: [{ name: "X-Signed", value: "yes" }] });
      }
      if (request.method !== "HEAD") return answer("workspace", request, response);
      state.log.push("HEAD");
      response.writeHead(200, {
        "content-length": state.file.bytes.length,
        "last-modified": state.file.lastModified,
      });
      response.end();
      return undefined;
    },
    options,
    clock,
  );
  return Object.assign(state, {
    ...workspace,
    storage,
    async close() {
      await workspace.close();
      await storage.close();
    },
  });
}

function toRead({ headers, url }: SeenRequest, size: number, count: number): ReadRequest {
  const [, start = "0", end = ""] = /^bytes=(\d+)-(\d*)$/.exec(String(headers["range"])) ?? [];
  return {
    start: Number(start),
    end: Math.min(size, end === "" ? size : Number(end) + 1),
    count,
    headers,
    url,
  };
}

function send(
  file: FileServer["file"],
  { headers }: SeenRequest,
  { start, end }: ReadRequest,
  response: ServerResponse,
): void {
  const since = Date.parse(String(headers["if-unmodified-since"]));
  if (Date.parse(file.lastModified) > since) return void response.writeHead(412).end();
  const size = file.bytes.length;
  const isRange = headers["range"] !== undefined;
  if (isRange && start >= size) {
    return void response.writeHead(416, { "content-range": `bytes */${size}` }).end();
  }
  response.writeHead(isRange ? 206 : 200, {
    "content-type": "application/octet-stream",
    "content-length": end - start,
    "last-modified": file.lastModified,
    ...(isRange && { "content-range": `bytes ${start}-${end - 1}/${size}` }),
  });
  response.end(file.bytes.subarray(start, end));
}

/** The XML with which storage says that an address is too old. */
export function expired(response: ServerResponse): true {
  const text = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
  response.writeHead(403, { "content-type": "application/xml" }).end(text);
  return true;
}

/** Sends so many bytes of what was asked for, and breaks the connection. */
export function breakAfter(server: Pick<FileServer, "file">, count: number): Fault {
  return ({ start, end }, response) => {
    const { bytes, lastModified } = server.file;
    response.writeHead(206, {
      "content-length": end - start,
      "content-range": `bytes ${start}-${end - 1}/${bytes.length}`,
      "last-modified": lastModified,
    });
    response.write(bytes.subarray(start, Math.min(end, start + count)), () => {
      setImmediate(() => response.destroy());
    });
    return true;
  };
}

/** A fault of the first request for bytes only. */
export function once(fault: Fault): Fault {
  return (request, response) => request.count === 0 && fault(request, response);
}

/** Sends no faster than it is read, and tells in `sent` how much that is. */
export function atTheReadersPace(server: Pick<FileServer, "file">, sent: { bytes: number }): Fault {
  return ({ start, end }, response) => {
    response.writeHead(200, { "content-length": end - start });
    const send = (): void => {
      while (start + sent.bytes < end) {
        const from = start + sent.bytes;
        const piece = server.file.bytes.subarray(from, Math.min(end, from + 65_536));
        sent.bytes += piece.length;
        if (!response.write(piece)) return void response.once("drain", send);
      }
      response.end();
    };
    send();
    return true;
  };
}
