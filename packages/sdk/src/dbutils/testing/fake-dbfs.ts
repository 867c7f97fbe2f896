import { NotFound } from "../../errors/index.js";
import {
  errorInit,
  fakeServiceClient,
  type FakeServiceClient,
  type Handler,
} from "../../extensions/testing/fake-service-client.js";

/** DBFS as a map of paths; `undefined` stands for a directory. */
export interface FakeDbfs {
  readonly entries: Map<string, string | undefined>;
  readonly client: FakeServiceClient;
}

/** A client of a DBFS with these files, whose directories must be among them. */
export function fakeDbfs(files: Readonly<Record<string, string | undefined>> = {}): FakeDbfs {
  const entries = new Map<string, string | undefined>([["/", undefined], ...Object.entries(files)]);
  const statusOf = (path: string): object => {
    if (!entries.has(path)) throw new NotFound(`no ${path}`, errorInit);
    const text = entries.get(path);
    const file_size = Buffer.byteLength(text ?? "");
    return { path, is_dir: text === undefined, file_size, modification_time: 5 };
  };
  const below = (path: string): string[] =>
    [...entries.keys()].filter((key) => key.startsWith(`${path}/`));
  const handlers: Record<string, Handler> = {
    "get-status": ({ path }) => statusOf(String(path)),
    list: ({ path }) => ({
      files: below(String(path))
        .filter((key) => !key.slice(String(path).length + 1).includes("/"))
        .map(statusOf),
    }),
    mkdirs: ({ path }) => void entries.set(String(path), undefined),
    read: ({ path, offset, length }) => {
      const bytes = Buffer.from(entries.get(String(path)) ?? "");
      const part = bytes.subarray(Number(offset), Number(offset) + Number(length));
      return { bytes_read: part.length, data: part.toString("base64") };
    },
    create: ({ path, overwrite }) => {
      if (entries.has(String(path)) && overwrite !== true) throw new Error("exists already");
      entries.set(String(path), "");
      return { handle: [...entries.keys()].indexOf(String(path)) };
    },
    "add-block": ({ handle, data }) => {
      const [path = "", text = ""] = [...entries][Number(handle)] ?? [];
      entries.set(path, text + Buffer.from(String(data), "base64").toString());
    },
    close: () => undefined,
    delete: ({ path }) => {
      for (const key of [String(path), ...below(String(path))]) entries.delete(key);
    },
    move: ({ source_path, destination_path }) => {
      entries.set(String(destination_path), entries.get(String(source_path)));
      entries.delete(String(source_path));
    },
  };
  const client = fakeServiceClient(
    Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [`/api/2.0/dbfs/${name}`, handler]),
    ),
  );
  return { entries, client };
}
