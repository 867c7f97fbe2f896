import { expect } from "vitest";
import { NotFound } from "../../../errors/index.js";
import { errorInit, fakeServiceClient } from "../../testing/fake-service-client.js";
import type { FakeServiceClient, Handler } from "../../testing/fake-service-client.js";
import { Dbfs } from "../dbfs.js";

/** Where its operations are. */
export const base = "/api/2.0/dbfs";
/** Bytes of a block. */
export const block = 1024 * 1024;

/** The service of DBFS on a map of files. */
export interface Disk {
  readonly dbfs: Dbfs;
  readonly api: FakeServiceClient;
  readonly files: Map<string, Buffer>;
  readonly names: () => string[];
}

/** Makes one; `faults` replace an operation's handler. */
export function disk(faults: Record<string, Handler> = {}): Disk {
  const files = new Map<string, Buffer>();
  const handles = new Map<unknown, string>();
  const find = (path: unknown): Buffer => {
    const file = files.get(String(path));
    if (file === undefined) throw new NotFound(`no ${String(path)}`, errorInit);
    return file;
  };
  const handlers: Record<string, Handler> = {
    "get-status": ({ path }) =>
      path === "/dir"
        ? { is_dir: true, file_size: 0 }
        : { is_dir: false, file_size: find(path).length },
    read: ({ path, offset, length }) => {
      expect(Number(length)).toBeLessThanOrEqual(block);
      const part = find(path).subarray(Number(offset), Number(offset) + Number(length));
      return { bytes_read: part.length, data: part.toString("base64") };
    },
    create: ({ path, overwrite }) => {
      if (files.has(String(path)) && overwrite !== true) throw new Error("exists");
      files.set(String(path), Buffer.alloc(0));
      handles.set(handles.size + 1, String(path));
      return { handle: handles.size };
    },
    "add-block": ({ handle, data }) => {
      const bytes = Buffer.from(String(data), "base64");
      expect(bytes.length).toBeLessThanOrEqual(block);
      const path = handles.get(handle) ?? "";
      files.set(path, Buffer.concat([find(path), bytes]));
    },
    close: ({ handle }) => void handles.delete(handle),
    delete: ({ path }) => void files.delete(String(path)),
    move: ({ source_path: from, destination_path: to }) => {
      if (files.has(String(to))) throw new Error("moves nothing over a file");
      files.set(String(to), find(from));
      files.delete(String(from));
    },
    ...faults,
  };
  const api = fakeServiceClient(
    Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [`${base}/${name}`, handler]),
    ),
  );
  const names = (): string[] => api.calls.map(({ path }) => path.slice(base.length + 1));
  return { dbfs: new Dbfs(api), api, files, names };
}
