import type { ServerResponse } from "node:http";
import type { ClientOptions } from "../../../api-client/index.js";
import { serve, type Served } from "../../../api-client/testing/client.js";
import { FakeClock } from "../../../http/testing/fake-clock.js";
import { json } from "../../../http/testing/local-server.js";

/** A workspace that keeps files of DBFS and of volumes in memory. */
export interface StorageDouble extends Served {
  /** Contents by path. */
  readonly files: Map<string, Buffer>;
  readonly directories: Set<string>;
  /** Requests so far, as `GET /dbfs/list /path`. */
  readonly log: string[];
  /** Answers in place of the workspace, and says so with `true`. */
  fault: (line: string, response: ServerResponse) => boolean;
}

interface Call {
  readonly method: string;
  readonly body: Buffer;
  readonly query: URLSearchParams;
}

const modified = Date.UTC(2026, 0, 1);

/** Starts one. Presigned addresses are refused, so everything goes through the workspace. */
export async function startStorageDouble(options: ClientOptions = {}): Promise<StorageDouble> {
  const tree = new Tree();
  const double = { log: [] as string[], fault: (): boolean => false };
  const served = await serve(
    (request, response) => {
      const { pathname, searchParams: query } = new URL(request.url, "http://host");
      const route = decodeURIComponent(pathname.replace(/^\/api\/2\.0/, ""));
      const body = Buffer.from(request.body, "utf8");
      const { method } = request;
      const fields = body.toString().startsWith("{") ? JSON.parse(body.toString()) : {};
      const named = fields.path ?? fields.source_path ?? query.get("path") ?? "";
      const line = `${method} ${route}${named === "" ? "" : ` ${named}`}`;
      double.log.push(line);
      if (state.fault(line, response)) return;
      try {
        const answer = route.startsWith("/dbfs/")
          ? tree.dbfs(route.slice("/dbfs/".length), { ...fields, ...Object.fromEntries(query) })
          : tree.fs(route, { method, body, query }, response);
        if (answer !== undefined) json(response, answer);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        json(response, { error_code: error.code, message: error.message }, error.status);
      }
    },
    options,
    new FakeClock((milliseconds) => milliseconds > 10_000),
  );
  const state: StorageDouble = Object.assign(double, served, {
    files: tree.files,
    directories: tree.directories,
  });
  return state;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

class Tree {
  readonly files = new Map<string, Buffer>();
  readonly directories = new Set<string>(["/", "/Volumes"]);
  readonly #handles = new Map<number, string>();

  dbfs(operation: string, fields: Record<string, unknown>): unknown {
    const path = String(fields["path"] ?? "");
    switch (operation) {
      case "get-status":
        return this.#info(path);
      case "list":
        return {
          files: this.#info(path)["is_dir"] === true ? this.#below(path) : [this.#info(path)],
        };
      case "read": {
        const from = Number(fields["offset"]);
        const part = this.#file(path).subarray(from, from + Number(fields["length"]));
        return { bytes_read: part.length, data: part.toString("base64") };
      }
      case "create":
        this.#put(path, Buffer.alloc(0), fields["overwrite"] === true, 400);
        this.#handles.set(this.#handles.size + 1, path);
        return { handle: this.#handles.size };
      case "add-block": {
        const target = this.#handles.get(Number(fields["handle"])) ?? "";
        const added = Buffer.from(String(fields["data"]), "base64");
        this.files.set(target, Buffer.concat([this.#file(target), added]));
        return {};
      }
      case "move": {
        const [from, to] = [String(fields["source_path"]), String(fields["destination_path"])];
        if (this.#exists(to)) throw new Refusal(400, "RESOURCE_ALREADY_EXISTS", to);
        this.#move(from, to);
        return {};
      }
      case "mkdirs":
        this.#makeDirectory(path);
        return {};
      case "delete":
        this.#delete(path);
        return {};
      default:
        return {};
    }
  }

  /** Answers itself where it returns nothing. */
  fs(route: string, { method, body, query }: Call, response: ServerResponse): unknown {
    const [, kind = "", path = ""] = /^\/fs\/(files|directories|[a-z-]+)(.*)$/.exec(route) ?? [];
    if (kind !== "files" && kind !== "directories") throw new Refusal(403, "NO", "not here");
    const isFile = kind === "files";
    if (isFile ? !this.files.has(path) : !this.directories.has(path)) {
      if (method !== "PUT") throw new Refusal(404, "NOT_FOUND", `no ${path}`);
    }
    if (method === "GET" && !isFile) return { contents: this.#below(path).map(toEntry) };
    if (method === "PUT" && isFile) this.#put(path, body, query.get("overwrite") === "true", 409);
    if (method === "PUT" && !isFile) this.#makeDirectory(path);
    if (method === "DELETE" && !isFile && this.#below(path).length > 0) {
      throw new Refusal(400, "BAD_REQUEST", `${path} is not empty`);
    }
    if (method === "DELETE") this.#delete(path);
    const bytes = this.files.get(path);
    if (bytes === undefined || method === "PUT") return void response.writeHead(204).end();
    response.writeHead(200, {
      "content-length": bytes.length,
      "last-modified": new Date(modified).toUTCString(),
    });
    return void response.end(method === "HEAD" ? undefined : bytes);
  }

  #exists(path: string): boolean {
    return this.files.has(path) || this.directories.has(path);
  }

  #file(path: string): Buffer {
    const file = this.files.get(path);
    if (file !== undefined) return file;
    throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", `no ${path}`);
  }

  #info(path: string): Record<string, unknown> {
    const is_dir = this.directories.has(path);
    const file_size = is_dir ? 0 : this.#file(path).length;
    return { path, is_dir, file_size, modification_time: modified };
  }

  #below(path: string): Record<string, unknown>[] {
    const top = path === "/" ? "/" : `${path}/`;
    return [...this.directories, ...this.files.keys()]
      .filter((other) => other !== "/" && other.startsWith(top))
      .filter((other) => !other.slice(top.length).includes("/"))
      .map((other) => this.#info(other));
  }

  #put(path: string, bytes: Buffer, overwrite: boolean, status: number): void {
    if (this.directories.has(path) || (this.files.has(path) && !overwrite)) {
      throw new Refusal(
        status,
        status === 409 ? "ALREADY_EXISTS" : "RESOURCE_ALREADY_EXISTS",
        path,
      );
    }
    this.#makeDirectory(path.slice(0, path.lastIndexOf("/")));
    this.files.set(path, bytes);
  }

  #makeDirectory(path: string): void {
    const names = path.split("/").slice(1);
    names.forEach((_name, depth) => {
      this.directories.add(`/${names.slice(0, depth + 1).join("/")}`);
    });
  }

  #move(from: string, to: string): void {
    const moved = [...this.files].filter(([path]) => path === from || path.startsWith(`${from}/`));
    for (const [path, bytes] of moved) {
      this.files.delete(path);
      this.#put(to + path.slice(from.length), bytes, false, 400);
    }
    this.#delete(from);
  }

  #delete(path: string): void {
    for (const other of [...this.files.keys(), ...this.directories]) {
      if (other !== path && !other.startsWith(`${path}/`)) continue;
      this.files.delete(other);
      this.directories.delete(other);
    }
  }
}

function toEntry({ path, is_dir, file_size }: Record<string, unknown>): Record<string, unknown> {
  const entry = { path, name: String(path).split("/").at(-1), is_directory: is_dir };
  return is_dir === true ? entry : { ...entry, file_size, last_modified: modified };
}
