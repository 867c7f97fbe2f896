import { describe, expect, it } from "vitest";
import { InvalidRequestError } from "../../errors/index.js";
import { Dbfs } from "../dbfs/index.js";
import { fakeServiceClient } from "../testing/fake-service-client.js";
import { Files } from "./files.js";

type Method = (...args: readonly unknown[]) => unknown;

const api = fakeServiceClient({});
const files = new Files(api) as unknown as Record<string, Method>;
const dbfs = new Dbfs(api) as unknown as Record<string, Method>;
const path = "/Volumes/main/default/raw/a";

async function refused(
  service: Record<string, Method>,
  name: string,
  args: readonly unknown[],
): Promise<{ readonly field: string; readonly message: string }> {
  const called = (async () => {
    const result = service[name]?.(...args);
    const isList = typeof result === "object" && result !== null && "toArray" in result;
    return isList ? await (result.toArray as Method)() : await result;
  })();
  await expect(called, `${name} ${String(args[0])}`).rejects.toThrow(InvalidRequestError);
  return called.catch((error: InvalidRequestError) => error) as ReturnType<typeof refused>;
}

const ofOnePath = ["createDirectory", "delete", "deleteDirectory", "deleteTree", "download"];
const others = ["exists", "getDirectoryMetadata", "getMetadata", "listDirectoryContents", "walk"];

describe("what is no path of a file", () => {
  it.each([...ofOnePath, ...others, "upload"])("is refused by files.%s", async (name) => {
    for (const wrong of [undefined, null, 5, ""]) {
      const { field, message } = await refused(files, name, [wrong, "content"].slice(0, 1));
      expect({ field, name: message.split(":")[0] }).toEqual({
        field: "path",
        name: `files.${name}`,
      });
    }
  });

  it.each([
    ["uploadFrom", "localPath"],
    ["downloadTo", "localPath"],
    ["uploadTree", "localFolder"],
    ["downloadTree", "localFolder"],
  ])("is refused by files.%s", async (name, field) => {
    for (const wrong of [undefined, null, 5, "", {}, new URL("file:///a")]) {
      expect(await refused(files, name, [wrong, "/a"])).toMatchObject({ field: "path" });
      expect(await refused(files, name, [path, wrong])).toMatchObject({ field });
    }
  });

  it("is refused by dbfs", async () => {
    for (const wrong of [undefined, null, 5, "", "relative", "s3://a/b"]) {
      for (const name of ["download", "exists", "list", "delete", "mkdirs", "upload"]) {
        expect(await refused(dbfs, name, [wrong])).toMatchObject({ field: "path" });
      }
      expect(await refused(dbfs, "open", [wrong, { read: true }])).toMatchObject({ field: "path" });
      expect(await refused(dbfs, "open", [wrong, { write: true }])).toMatchObject({
        field: "path",
      });
      for (const name of ["copy", "move"]) {
        expect(await refused(dbfs, name, [wrong, "/a"])).toMatchObject({ field: "from" });
        expect(await refused(dbfs, name, ["/a", wrong])).toMatchObject({ field: "to" });
      }
    }
  });
});

describe("what is no source", () => {
  const iterable = (next: unknown): unknown => ({ [Symbol.asyncIterator]: next });

  it.each([
    [undefined, "what is to be written is undefined: give text, bytes, a Blob, or a stream"],
    [null, "is null"],
    [5, "is of type number"],
    [{}, "is of type object"],
    [["a"], "is of type object"],
    [() => "a", "is of type function"],
    [Promise.resolve("a"), "is of type object"],
    [iterable(5), "is of type object"],
    [iterable(() => 5), "give an async iterable of bytes"],
  ])("is refused: %o", async (source, message) => {
    for (const service of [files, dbfs]) {
      const refusal = await refused(service, "upload", [path, source, { overwrite: true }]);
      expect(refusal).toMatchObject({ field: "source", message: expect.stringContaining(message) });
    }
  });

  it("is refused where it is only a chunk", async () => {
    for (const chunk of [5, null, {}, ["a"]]) {
      const source = new ReadableStream({
        pull: (controller) => controller.enqueue(chunk),
      });
      expect(await refused(files, "upload", [path, source])).toMatchObject({ field: "source" });
    }
  });

  it("is refused when somebody else reads it", async () => {
    const stream = new Blob(["a"]).stream();
    stream.getReader();
    const { message } = await refused(files, "upload", [path, stream]);
    expect(message).toContain("is being read by someone else");
  });
});

describe("options that make no sense", () => {
  it.each([
    ["upload", ["a"], "overwrite", "yes"],
    ["upload", ["a"], "onProgress", 5],
    ["upload", ["a"], "useParallel", 1],
    ["upload", ["a"], "urlLifetime", Number.MAX_SAFE_INTEGER],
    ["upload", ["a"], "contentLength", Number.NaN],
    ["upload", ["a"], "checksum", "md5"],
    ["uploadFrom", ["/a"], "signal", {}],
    ["uploadTree", ["/a"], "filter", "*.csv"],
    ["uploadTree", ["/a"], "concurrency", 0],
    ["download", [], "timeout", "5"],
    ["download", [], "headers", new Headers()],
    ["downloadTo", ["/none"], "resume", "yes"],
    ["downloadTree", ["/none"], "overwrite", "all"],
    ["walk", [], "maxDepth", 0],
    ["deleteTree", [], "signal", null],
    ["exists", [], "retry", true],
    ["getMetadata", [], "timeout", -1],
  ])("are refused: files.%s %j %s", async (name, args, field, value) => {
    const refusal = await refused(files, name, [path, ...args, { [field]: value }]);
    expect(refusal.field).toBe(field);
  });

  it.each([
    ["upload", ["a"], "overwrite", 1],
    ["open", [], "write", "yes"],
    ["copy", ["/b"], "recursive", "yes"],
    ["move", ["/b"], "overwrite", null],
    ["delete", [], "recursive", 1],
    ["list", [], "signal", 5],
    ["exists", [], "timeout", Number.NaN],
    ["mkdirs", [], "headers", "x"],
  ])("are refused: dbfs.%s %j %s", async (name, args, field, value) => {
    const refusal = await refused(dbfs, name, ["/a", ...args, { [field]: value }]);
    expect(refusal.field).toBe(field);
  });

  it("are refused as a whole", async () => {
    for (const options of [null, 5, "x", []]) {
      expect(await refused(files, "download", [path, options])).toMatchObject({ field: "options" });
      expect(await refused(dbfs, "download", ["/a", options])).toMatchObject({ field: "options" });
    }
  });
});
