import { describe, expect, it } from "vitest";
import { base, block, disk } from "./testing/disk.js";

const large = Buffer.alloc(2 * block + 7, "0123456789abcdef-");

describe("replacing", () => {
  const overwrite = true;

  it("writes beside the old file, and moves over it in the end", async () => {
    const { dbfs, files, names, api } = disk();
    files.set("/f", Buffer.from("old"));
    const file = await dbfs.open("/f", { write: true, overwrite });
    await file.write("new");
    expect(file.path).toBe("/f");
    expect(files.get("/f")?.toString()).toBe("old");
    await file.close();
    expect([...files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([["/f", "new"]]);
    const first = ["get-status", "create", "add-block", "close", "get-status"];
    expect(names()).toEqual([...first, "delete", "move"]);
    expect(api.calls[1]?.request["path"]).toMatch(/^\/f\.[0-9a-f-]{36}\.partial$/);
  });

  it("takes one request more where there is nothing, and none without overwrite", async () => {
    const fresh = disk();
    await fresh.dbfs.upload("/f", "new", { overwrite });
    const plain = ["create", "add-block", "close", "get-status"];
    expect(fresh.names()).toEqual(["get-status", ...plain]);
    const other = disk();
    await other.dbfs.upload("/f", "new");
    expect(other.names()).toEqual(plain);
  });

  it("lets the service say that a directory is no file", async () => {
    const { dbfs, api } = disk({ create: () => Promise.reject(new Error("is a directory")) });
    await expect(dbfs.upload("/dir", "new", { overwrite })).rejects.toThrow("is a directory");
    expect(api.calls[1]?.request["path"]).toBe("/dir");
  });

  it.each(["create", "add-block", "close", "delete"])(
    "leaves the old file, and nothing else, when %s fails",
    async (operation) => {
      const { dbfs, files, api } = disk();
      let failures = 1;
      const call = api.call.bind(api);
      api.call = (spec, ...rest) => {
        const fails = spec.path === `${base}/${operation}` && failures-- > 0;
        return fails ? Promise.reject(new Error("down")) : call(spec, ...rest);
      };
      files.set("/f", Buffer.from("old"));
      await expect(dbfs.upload("/f", "new", { overwrite })).rejects.toThrow("down");
      expect([...files.keys()]).toEqual(["/f"]);
      expect(files.get("/f")?.toString()).toBe("old");
    },
  );

  it("does so when the source fails or the signal aborts midway", async () => {
    const { dbfs, files } = disk();
    files.set("/f", Buffer.from("old"));
    const stop = new AbortController();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield large;
      throw new Error("source broke");
    }
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield large;
        stop.abort(new Error("enough"));
      }
    }
    await expect(dbfs.upload("/f", broken(), { overwrite })).rejects.toThrow("source broke");
    const { signal } = stop;
    await expect(dbfs.upload("/f", endless(), { overwrite, signal })).rejects.toThrow("enough");
    expect([...files.keys()]).toEqual(["/f"]);
    expect(files.get("/f")?.toString()).toBe("old");
  });

  it("keeps the new file, and says where, when the old one is gone and the move fails", async () => {
    const { dbfs, files } = disk({ move: () => Promise.reject(new Error("down")) });
    files.set("/f", Buffer.from("old"));
    const upload = dbfs.upload("/f", "new", { overwrite });
    await expect(upload).rejects.toThrow(/still at \/f\..*\.partial: down/);
    expect([...files.values()].map(String)).toEqual(["new"]);
  });

  it("moves, once the old file is gone, whether or not the signal aborts", async () => {
    const stop = new AbortController();
    const { dbfs, files } = disk({
      delete: ({ path }) => {
        files.delete(String(path));
        stop.abort();
      },
    });
    files.set("/f", Buffer.from("old"));
    await dbfs.upload("/f", "new", { overwrite, signal: stop.signal });
    expect([...files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([["/f", "new"]]);
  });
});

describe("aborting", () => {
  it("leaves nothing of a new file, whichever request it meets", async () => {
    for (const operation of ["create", "add-block", "close", "get-status"]) {
      const stop = new AbortController();
      const { dbfs, files, api } = disk();
      const call = api.call.bind(api);
      // As the client does: what is aborted fails, though the service may have done it.
      api.call = async (spec, request, options = {}) => {
        options.signal?.throwIfAborted();
        const answer = await call<never>(spec, request, options);
        if (spec.path === `${base}/${operation}`) stop.abort(new Error("enough"));
        options.signal?.throwIfAborted();
        return answer;
      };
      const upload = dbfs.upload("/f", "text", { signal: stop.signal });
      await expect(upload, operation).rejects.toThrow("enough");
      expect(files.size, operation).toBe(0);
    }
  });

  it("sends nothing when the signal has aborted before", async () => {
    const { dbfs, api } = disk();
    const signal = AbortSignal.abort(new Error("before"));
    await expect(dbfs.upload("/f", "text", { signal })).rejects.toThrow("before");
    await expect(dbfs.open("/f", { write: true, signal })).rejects.toThrow("before");
    expect(api.calls).toEqual([]);
  });
});
