import type { IncomingHttpHeaders } from "node:http";
import type { Action, SeenRequest } from "./fault.js";

interface Session {
  readonly path: string;
  readonly overwrite: boolean;
  readonly parts: Map<number, Buffer>;
  data: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
}

type Bodied = SeenRequest & { readonly body: Buffer; readonly query: URLSearchParams };

const fsPath = "/api/2.0/fs";
const secret = "X-Amz-Signature=5ec4e7";
const conflict: Answer = {
  status: 409,
  json: { error_code: "ALREADY_EXISTS", message: "The file being created already exists." },
};

/** The files of a workspace, and the protocols that write them. */
export class Uploads {
  /** Where storage is. */
  origin = "";
  readonly files = new Map<string, Buffer>();
  /** Uploads that were begun and neither completed nor given up. */
  readonly open = new Map<string, Session>();
  readonly #completed = new Set<string>();
  readonly #kind: "multipart" | "resumable";
  #count = 0;

  constructor(kind: "multipart" | "resumable") {
    this.#kind = kind;
  }

  actionOf(method: string, url: string, headers: IncomingHttpHeaders): Action {
    const [path = "", search] = url.split("?");
    const query = new URLSearchParams(search);
    if (path.includes("/Probe/")) return "probe";
    if (path.endsWith("create-upload-part-urls")) return "part-urls";
    if (path.endsWith("create-resumable-upload-url")) return "resumable-url";
    if (path.endsWith("create-abort-upload-url")) return "abort-url";
    if (query.get("action") === "initiate-upload") return "initiate";
    if (query.get("action") === "complete-upload") return "complete";
    if (method === "DELETE") return "abort";
    if (query.has("part_number")) return "part";
    if (headers["content-range"] === "bytes */*") return "ask";
    if (query.has("session_token")) return "chunk";
    if (!path.startsWith(`${fsPath}/files/`)) return "other";
    return method === "HEAD" ? "metadata" : "whole";
  }

  /** Carries a request out. `kept`: bytes of a chunk that are kept. */
  answer(request: SeenRequest, body: Buffer, kept: number | undefined): Answer {
    const query = new URLSearchParams(request.url.split("?")[1]);
    const bodied = { ...request, body, query };
    switch (request.action) {
      case "probe":
        return { status: query.get("ew") === "77" ? 200 : 403 };
      case "whole":
        return this.#write(pathOf(request), query.get("overwrite") === "true", body);
      case "metadata":
        return this.#metadata(pathOf(request));
      case "initiate":
        return this.#initiate(bodied);
      case "part-urls":
        return this.#partUrls(json(body));
      case "resumable-url":
        return { status: 200, json: { resumable_upload_url: this.#url(json(body)) } };
      case "abort-url":
        return { status: 200, json: { abort_upload_url: this.#url(json(body)) } };
      case "complete":
        return this.#complete(bodied);
      case "abort":
        return { status: this.open.delete(query.get("session_token") ?? "") ? 200 : 404 };
      case "part":
        return this.#part(bodied);
      case "ask":
      case "chunk":
        return this.#chunk(bodied, kept);
      case "other":
        return { status: 404 };
    }
  }

  #write(path: string, overwrite: boolean, body: Buffer): Answer {
    if (this.files.has(path) && !overwrite) return conflict;
    this.files.set(path, body);
    return { status: 204 };
  }

  #metadata(path: string): Answer {
    const size = this.files.get(path)?.length;
    if (size === undefined) return { status: 404 };
    return { status: 200, headers: { "content-length": String(size) } };
  }

  #initiate(request: Bodied): Answer {
    const token = `token-${++this.#count}`;
    const overwrite = request.query.get("overwrite") === "true";
    this.open.set(token, {
      path: pathOf(request),
      overwrite,
      parts: new Map(),
      data: Buffer.alloc(0),
    });
    return { status: 200, json: { [`${this.#kind}_upload`]: { session_token: token } } };
  }

  #partUrls(request: Record<string, unknown>): Answer {
    const urls = Array.from({ length: Number(request["count"]) }, (_, index) => {
      const number = Number(request["start_part_number"]) + index;
      return { part_number: number, ...this.#url(request, `&part_number=${number}`) };
    });
    return { status: 200, json: { upload_part_urls: urls } };
  }

  #url(request: Record<string, unknown>, extra = ""): object {
    const token = String(request["session_token"]);
    return {
      url: `${this.origin}/bucket/key?session_token=${token}${extra}&${secret}`,
      headers: [{ name: "X-Signed-Header", value: token }],
    };
  }

  #part({ query, number, body }: Bodied): Answer {
    const session = this.open.get(query.get("session_token") ?? "");
    if (session === undefined) return { status: 404 };
    session.parts.set(number, body);
    return { status: 200, headers: { etag: `"${number}-${body.length}"` } };
  }

  #complete({ query, body }: Bodied): Answer {
    const token = query.get("session_token") ?? "";
    const session = this.open.get(token);
    if (session === undefined) return { status: 404 };
    const listed = json(body)["parts"] as { part_number: number; etag: string }[];
    const bytes = listed.map(({ part_number, etag }, index) => {
      const part = session.parts.get(part_number);
      const isRight = part_number === index + 1 && etag === `"${part_number}-${part?.length}"`;
      return isRight ? part : undefined;
    });
    if (bytes.includes(undefined) || bytes.length !== session.parts.size) return { status: 400 };
    const answer = this.#write(session.path, session.overwrite, Buffer.concat(bytes as Buffer[]));
    if (answer.status < 300) this.open.delete(token);
    return answer;
  }

  /** As Google's storage: a range without a total never ends an upload. */
  #chunk({ query, headers, body }: Bodied, kept: number | undefined): Answer {
    const token = query.get("session_token") ?? "";
    const session = this.open.get(token);
    if (session === undefined) return { status: this.#completed.has(token) ? 200 : 404 };
    const [, start, total] =
      /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(String(headers["content-range"])) ?? [];
    if (start !== undefined && Number(start) !== session.data.length) return { status: 400 };
    session.data = Buffer.concat([session.data, body.subarray(0, kept)]);
    if (Number(total) === session.data.length && kept === undefined) {
      if (this.files.has(session.path) && !session.overwrite) return { status: 412 };
      this.files.set(session.path, session.data);
      this.open.delete(token);
      this.#completed.add(token);
      return { status: 200 };
    }
    const { length } = session.data;
    return { status: 308, headers: length === 0 ? {} : { range: `bytes=0-${length - 1}` } };
  }
}

function pathOf({ url }: SeenRequest): string {
  const [path = ""] = url.split("?");
  return decodeURIComponent(path.slice(`${fsPath}/files`.length));
}

function json(body: Buffer): Record<string, unknown> {
  return JSON.parse(body.toString()) as Record<string, unknown>;
}
