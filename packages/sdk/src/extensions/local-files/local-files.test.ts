import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InvalidRequestError } from "../../errors/index.js";
import { checkTarget } from "./local-files.js";
import { openLocalFile } from "./open-local-file.js";
import { TargetFile } from "./target-file.js";

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-files-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("checkTarget", () => {
  beforeEach(() => {
    writeFileSync(at("file"), "old");
    mkdirSync(at("folder"));
    symlinkSync(at("nowhere"), at("dangling"));
  });

  it.each([
    ["file", "exists already: set overwrite"],
    ["dangling", "exists already: set overwrite"],
    ["folder", "is not a file"],
    ["folder/", "is not a file"],
    ["new/", "names a folder: give the path of a file"],
    ["none/new", "none does not exist"],
    ["file/new", "file does not exist"],
    ["a\0b", "holds a NUL"],
  ])("refuses %j", async (name, message) => {
    const checked = checkTarget(`${folder}/${name}`, false);
    await expect(checked).rejects.toThrow(InvalidRequestError);
    await expect(checked).rejects.toThrow(message);
    await expect(checked).rejects.toMatchObject({ field: "localPath" });
  });

  it("accepts what may be replaced, and what is not there", async () => {
    await checkTarget(at("file"), true);
    await checkTarget(at("dangling"), true);
    await checkTarget(at("new"), false);
  });
});

describe("TargetFile", () => {
  const write = async (target: TargetFile, text: string): Promise<number> => {
    const bytes = new TextEncoder().encode(text);
    await target.write([bytes], 0);
    return bytes.length;
  };

  it("appears when it is whole, and leaves nothing else", async () => {
    for (const overwrite of [false, true]) {
      const target = await TargetFile.create(at("a"));
      const size = await write(target, String(overwrite));
      await target.commit(size, overwrite);
      expect(readFileSync(at("a"), "utf8")).toBe(String(overwrite));
    }
    expect(readdirSync(folder)).toEqual(["a"]);
  });

  it("does not replace what was made meanwhile", async () => {
    const target = await TargetFile.create(at("a"));
    const size = await write(target, "mine");
    writeFileSync(at("a"), "another's");
    await expect(target.commit(size, false)).rejects.toThrow("exists already");
    await target.discard();
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(readFileSync(at("a"), "utf8")).toBe("another's");
  });

  it.each(["n".repeat(255), "ü".repeat(127), "😀".repeat(63)])(
    "may have a name as long as names can be: %s",
    async (name) => {
      const target = await TargetFile.create(at(name));
      await target.commit(await write(target, "x"), false);
      expect(readdirSync(folder)).toEqual([name]);
    },
  );
});

describe("openLocalFile", () => {
  it("gives none of the last bytes away once the file has changed", async () => {
    writeFileSync(at("a"), "content");
    const { content, close } = await openLocalFile(at("a"));
    const reader = content.stream().getReader();
    appendFileSync(at("a"), "more");
    await expect(reader.read()).rejects.toThrow("changed while it was read");
    await close();
  });

  it("reads an empty file", async () => {
    writeFileSync(at("a"), "");
    const { content, close } = await openLocalFile(at("a"));
    expect(await content.text()).toBe("");
    await close();
  });

  it.skipIf(!existsSync("/proc/cpuinfo"))("refuses a file that tells no size", async () => {
    await expect(openLocalFile("/proc/cpuinfo")).rejects.toThrow("tells no size: give a stream");
  });
});
