import { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { serve, type Served } from "../../api-client/testing/client.js";
import {
  ConnectionError,
  InvalidParameterValue,
  InvalidRequestError,
  NotFound,
  PermissionDenied,
} from "../../errors/index.js";
import { type Handler, json, type SeenRequest } from "../../http/testing/local-server.js";
import { errorInit, fakeServiceClient } from "../testing/fake-service-client.js";
import type { WorkspaceContent } from "./content-blob.js";
import { Workspace } from "./workspace.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(handler: Handler): Promise<Served & { readonly workspace: Workspace }> {
  const served = await serve(handler);
  closing.push(() => served.close());
  return { ...served, workspace: new Workspace(served.client) };
}

async function formOf({ body, headers }: SeenRequest): Promise<Record<string, string>> {
  const type = String(headers["content-type"]);
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    fields[name] = typeof value === "string" ? value : await value.text();
  }
  return fields;
}

const text = "print('é')\n";
const bytes = new TextEncoder().encode(text);

async function* inPieces<T>(...pieces: readonly T[]): AsyncGenerator<T, void> {
  yield* pieces;
}

const contents: readonly [string, () => WorkspaceContent][] = [
  ["text", () => text],
  ["bytes", () => bytes],
  ["a buffer", () => bytes.slice().buffer],
  ["a blob", () => new Blob([bytes])],
  ["a stream", () => new Blob([bytes]).stream()],
  ["a stream of Node", () => Readable.from([Buffer.from(bytes)])],
  ["pieces of text and bytes", () => inPieces<string | Uint8Array>("print(", bytes.subarray(6))],
];

describe("upload", () => {
  it.each(contents)("sends all of %s, in every attempt", async (_kind, content) => {
    let attempts = 0;
    const { workspace, server } = await started((_request, response) =>
      json(response, {}, ++attempts < 3 ? 503 : 200),
    );
    await workspace.upload("/Users/me/ñ.py", content(), { overwrite: true });
    expect(server.seen).toHaveLength(3);
    for (const request of server.seen) {
      expect(request.method + request.url).toBe("POST/api/2.0/workspace/import");
      expect(Number(request.headers["content-length"])).toBe(Buffer.byteLength(request.body));
      expect(await formOf(request)).toEqual({
        path: "/Users/me/ñ.py",
        language: "PYTHON",
        overwrite: "true",
        content: text,
      });
    }
  });

  it("says only what it was told", async () => {
    const { workspace, server } = await started((_request, response) => json(response, {}));
    await workspace.upload("/a.py", "", { format: "AUTO", headers: { "x-mine": "1" } });
    await workspace.upload("/a.py", "", { language: "SQL", overwrite: false });
    expect(await Promise.all(server.seen.map(formOf))).toEqual([
      { path: "/a.py", format: "AUTO", content: "" },
      { path: "/a.py", language: "SQL", content: "" },
    ]);
    expect(server.seen[0]?.headers["x-mine"]).toBe("1");
  });

  it("hints at AUTO where a format may be missing", async () => {
    const { workspace } = await started((_request, response) =>
      json(response, { error_code: "INVALID_PARAMETER_VALUE", message: "no language" }, 400),
    );
    const error: unknown = await workspace.upload("/a", "x").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InvalidParameterValue);
    expect(error).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE", attempts: 1 });
    expect((error as Error).message).toMatch(/^no language .*format: "AUTO"/);
    expect((error as Error).cause).toBeInstanceOf(InvalidParameterValue);
    await expect(workspace.upload("/a", "x", { format: "SOURCE" })).rejects.toThrow(/Perhaps/);
    const language = "Python";
    await expect(workspace.upload("/a", "x", { language })).rejects.not.toThrow(/Perhaps/);
  });

  it.each(["AUTO", "DBC", "HTML", "JUPYTER", "RAW", "R_MARKDOWN"] as const)(
    "hints at nothing where the format is %s",
    async (format) => {
      const { workspace } = await started((_request, response) =>
        json(response, { error_code: "INVALID_PARAMETER_VALUE", message: "no JSON" }, 400),
      );
      await expect(workspace.upload("/a", "x", { format })).rejects.not.toThrow(/Perhaps/);
    },
  );

  it("passes other errors on", async () => {
    const { workspace } = await started((_request, response) =>
      json(response, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no parent" }, 404),
    );
    await expect(workspace.upload("/a/b", "x")).rejects.toThrow(NotFound);
  });

  it("stops reading an endless stream, and sends nothing of it", async () => {
    const api = fakeServiceClient({});
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(++pulled && 1024 * 1024)),
      cancel: () => void (cancelled = true),
    });
    const run = new Workspace(api).upload("/a", endless, { format: "RAW" });
    await expect(run).rejects.toThrow(/content is longer than the 10 MiB/);
    expect([pulled <= 12, cancelled]).toEqual([true, true]);
  });

  it.each([[undefined], [7], [{}], [inPieces(7)]])("refuses %j", async (content) => {
    const run = new Workspace(fakeServiceClient({})).upload("/a", content as unknown as string);
    await expect(run).rejects.toThrow(InvalidRequestError);
    await expect(run).rejects.toMatchObject({ field: "content" });
  });

  it.each([undefined, "", "a.py", "./a.py"])("refuses the path %j", async (path) => {
    const run = new Workspace(fakeServiceClient({})).upload(path as string, "x");
    await expect(run).rejects.toThrow(InvalidRequestError);
    await expect(run).rejects.toMatchObject({ field: "path" });
  });
});

describe("download", () => {
  it("gives text, bytes, and a stream", async () => {
    const { workspace, server } = await started((_request, response) => void response.end(bytes));
    expect(await (await workspace.download("/Users/me/a b")).text()).toBe(text);
    expect(await (await workspace.download("/a")).bytes()).toEqual(bytes);
    const { contents } = await workspace.download("/a", { format: "JUPYTER" });
    expect(await new Response(contents).text()).toBe(text);
    const pieces: Uint8Array[] = [];
    for await (const piece of await workspace.download("/a")) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe(text);
    expect(server.seen.slice(0, 3).map(({ url }) => url)).toEqual([
      "/api/2.0/workspace/export?path=%2FUsers%2Fme%2Fa%20b&direct_download=true",
      "/api/2.0/workspace/export?path=%2Fa&direct_download=true",
      "/api/2.0/workspace/export?path=%2Fa&format=JUPYTER&direct_download=true",
    ]);
  });

  it("is empty for an empty file", async () => {
    const { workspace } = await started((_request, response) => void response.end());
    expect(await (await workspace.download("/a")).bytes()).toEqual(new Uint8Array());
  });

  it("fails when the connection breaks, and not with less", async () => {
    const { workspace } = await started((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.socket?.resetAndDestroy());
    });
    const run = (async () => (await workspace.download("/a")).text())();
    await expect(run).rejects.toThrow(ConnectionError);
  });

  it("lets go of the connection when it is disposed of", async () => {
    const { workspace, server } = await started((_request, response) => void response.write("on"));
    const download = await workspace.download("/endless");
    const [socket] = server.open();
    const closed = new Promise((resolve) => socket?.once("close", resolve));
    await download[Symbol.asyncDispose]();
    await closed;
  });
});

describe("list", () => {
  const tree: Record<string, readonly (readonly [type: string, path: string])[]> = {
    "/": [
      ["DIRECTORY", "/a"],
      ["NOTEBOOK", "/n"],
      ["DIRECTORY", "/b"],
    ],
    "/a": [
      ["DIRECTORY", "/a/deep"],
      ["FILE", "/a/f"],
    ],
    "/b": [["REPO", "/b/repo"]],
    "/a/deep": [["DASHBOARD", "/a/deep/d"]],
    "/b/repo": [
      ["FILE", "/b/repo/f"],
      ["DIRECTORY", "/a"],
    ],
  };
  const list = "/api/2.0/workspace/list";
  const service = () =>
    fakeServiceClient({
      [list]: ({ path }) => ({
        objects: tree[String(path)]?.map(([object_type, path]) => ({ object_type, path })),
      }),
    });

  it("is that of one folder", async () => {
    const api = service();
    const objects = await new Workspace(api).list({ path: "/" }).toArray();
    expect(objects.map(({ path }) => path)).toEqual(["/a", "/n", "/b"]);
    expect(api.calls.map(({ request }) => request)).toEqual([{ path: "/" }]);
  });

  it("goes through folders, the nearest first, and leaves them out", async () => {
    const api = service();
    const request = { path: "/", recursive: true, notebooks_modified_after: 5 };
    const objects = await new Workspace(api).list(request, { timeout: 9 }).toArray();
    expect(objects.map(({ path }) => path)).toEqual(["/n", "/a/f", "/a/deep/d", "/b/repo/f"]);
    expect(api.calls.map((call) => call.request)).toEqual(
      ["/", "/a", "/b", "/a/deep", "/b/repo"].map((path) => ({
        path,
        notebooks_modified_after: 5,
      })),
    );
    expect(api.calls.every(({ options }) => options.timeout === 9)).toBe(true);
    expect(request.path).toBe("/");
  });

  it("asks for a folder when it is reached, and begins anew each time", async () => {
    const api = service();
    const objects = new Workspace(api).list({ path: "/", recursive: true });
    expect(api.calls).toHaveLength(0);
    expect((await objects.first())?.path).toBe("/n");
    expect(api.calls).toHaveLength(1);
    expect(await objects.toArray()).toHaveLength(4);
  });

  it.each([
    ["/a", new NotFound("gone", errorInit), ["/n", "/b/repo/f"]],
    ["/a", new PermissionDenied("not yours", errorInit), undefined],
    ["/", new NotFound("never there", errorInit), undefined],
  ])("goes on without %s for %s alone, below the first", async (gone, error, expected) => {
    const api = fakeServiceClient({
      [list]: ({ path }) => {
        if (path === gone) throw error;
        return {
          objects: tree[String(path)]?.map(([object_type, path]) => ({ object_type, path })),
        };
      },
    });
    const objects = new Workspace(api).list({ path: "/", recursive: true }).toArray();
    if (expected === undefined) await expect(objects).rejects.toBe(error);
    else expect((await objects).map(({ path }) => path)).toEqual(expected);
  });
});
