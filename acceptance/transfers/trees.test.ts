import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { TreeTransferFailed } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { sha256 } from "../support/both-sdks.js";
import { inLab, type TransferLab } from "./support/transfer-lab.js";
import { content, part } from "./support/ways.js";

/** Files of a tree, small ones and some in parts; all of them differ. */
const tree = new Map(
  ["a.bin", "b/c.bin", "b/d.bin", "b/e/f.bin", "g/h.bin", "z.bin"].map((name, index) => [
    name,
    content(index % 2 === 0 ? 10 + index : 2 * part + index),
  ]),
);
const names = [...tree.keys()];
const folders = ["b/", "b/e/", "g/"];
const settings = { partSize: part, multipartThreshold: part };

/** Writes the tree below a folder of the client's machine. */
function writeTree(lab: TransferLab, folder: string): string {
  for (const [name, bytes] of tree) {
    const place = lab.mine(`${folder}/${name}`);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
  return lab.mine(folder);
}

/** What came into being without the tree that was written to `folder`. */
function leftBeside(lab: TransferLab, folder: string): readonly string[] {
  return lab.left().filter((path) => !path.startsWith(`mine/${folder}/`));
}

/** Expects that what is there of a tree is whole, and nothing else is there but its folders. */
function expectWhole(
  left: readonly string[],
  prefix: string,
  hashOf: (name: string) => string | undefined,
): readonly string[] {
  const files = left.filter((path) => !path.endsWith("/")).map((path) => path.slice(prefix.length));
  for (const name of files) expect([name, hashOf(name)]).toEqual([name, sha256(tree.get(name)!)]);
  return files;
}

const failing = { status: 500, error_code: "INTERNAL_ERROR" };

describe.each([1, 4])("a tree, %i files at a time,", (concurrency) => {
  const options = { ...settings, concurrency };

  it("goes up and comes down again", () =>
    inLab("multipart", async (lab) => {
      const bytes = [...tree.values()].reduce((sum, { length }) => sum + length, 0);
      const result = { files: names.length, skipped: 0, bytes };
      const up = await lab.w.files.uploadTree(lab.at("t"), writeTree(lab, "up"), options);
      expect(up).toEqual(result);
      const down = await lab.w.files.downloadTree(lab.at("t"), lab.mine("down"), options);
      expect(down).toEqual(result);
      for (const [name, content] of tree) {
        expect(lab.stored(`t/${name}`)).toBe(sha256(content));
        expect(lab.saved(`down/${name}`)).toBe(sha256(content));
      }
      const all = [...names, ...folders];
      const there = ["t/", ...all.map((name) => `t/${name}`)];
      const here = ["mine/down/", ...all.map((name) => `mine/down/${name}`)];
      expect(leftBeside(lab, "up")).toEqual([...there, ...here].sort());
    }));

  it.each(["b/d.bin", "b/e/f.bin"])("goes up but for the rest where %s fails", (name) =>
    inLab("multipart", async (lab) => {
      for (const place of ["/api/2.0/fs/files/**", "/storage/**"]) {
        lab.local.faults.add({ match: `PUT ${place}/t/${name}`, ...failing });
      }
      const folder = writeTree(lab, "up");
      const error = await lab.failure(lab.w.files.uploadTree(lab.at("t"), folder, options));
      expect(error).toBeInstanceOf(TreeTransferFailed);
      expect(error).toMatchObject({ path: name, cause: { status: 500 } });
      const done = expectWhole(leftBeside(lab, "up"), "t/", (file) => lab.stored(`t/${file}`));
      expect(done).not.toContain(name);
      // More may be there: the server had all of a file, and the client did not hear of it.
      expect(done.length).toBeGreaterThanOrEqual((error as TreeTransferFailed).result.files);
      // What is there is not sent again.
      lab.local.faults.clear();
      const rest = { ...options, overwrite: "skip" } as const;
      expect(await lab.w.files.uploadTree(lab.at("t"), folder, rest)).toMatchObject({
        files: names.length - done.length,
        skipped: done.length,
      });
      const all = expectWhole(leftBeside(lab, "up"), "t/", (file) => lab.stored(`t/${file}`));
      expect(all).toEqual(names);
    }),
  );

  it.each(["b/d.bin", "b/e/f.bin"])("comes down but for the rest where %s fails", (name) =>
    inLab("multipart", async (lab) => {
      for (const [file, bytes] of tree) await lab.put(`t/${file}`, bytes);
      for (const place of ["/api/2.0/fs/files/**", "/storage/**"]) {
        lab.local.faults.add({ match: `GET ${place}/t/${name}`, ...failing });
      }
      const target = lab.mine("down");
      const error = await lab.failure(lab.w.files.downloadTree(lab.at("t"), target, options));
      expect(error).toBeInstanceOf(TreeTransferFailed);
      expect(error).toMatchObject({ path: name, cause: { status: 500 } });
      const here = (): readonly string[] => lab.left().filter((path) => path.startsWith("mine/"));
      const hashOf = (file: string): string | undefined => lab.saved(`down/${file}`);
      const done = expectWhole(here(), "mine/down/", hashOf);
      expect(done).not.toContain(name);
      expect(done).toHaveLength((error as TreeTransferFailed).result.files);
      lab.local.faults.clear();
      const rest = { ...options, overwrite: "skip" } as const;
      await lab.w.files.downloadTree(lab.at("t"), target, rest);
      expect(expectWhole(here(), "mine/down/", hashOf)).toEqual(names);
    }),
  );

  it("that is aborted in the middle has whole files only", () =>
    inLab("multipart", async (lab) => {
      const reason = new Error("enough");
      const stop = new AbortController();
      lab.wire.onBytes = ({ sent, received }) => {
        if (sent + received > 3 * part) stop.abort(reason);
      };
      const { signal } = stop;
      const folder = writeTree(lab, "up");
      const up = lab.w.files.uploadTree(lab.at("t"), folder, { ...options, signal });
      expect(await lab.failure(up)).toBe(reason);
      expectWhole(leftBeside(lab, "up"), "t/", (file) => lab.stored(`t/${file}`));
    }));
});
