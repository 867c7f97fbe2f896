import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { differences, generatedFiles, writeGenerated } from "./index.js";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "generate-"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const one = "packages/sdk/src/services/zoo/pets.gen.ts";
const two = "packages/sdk/src/clients/zoo-client.gen.ts";
const stale = "packages/sdk/src/services/sea/fish.gen.ts";
const byHand = "packages/sdk/src/services/README.md";
const elsewhere = "packages/sdk/src/errors/names.gen.ts";
const files = new Map([
  [one, "1"],
  [two, "2"],
]);

describe("differences", () => {
  it("tells what is missing, changed and stale, in the generator's own folders only", () => {
    for (const path of [one, stale, byHand, elsewhere]) put(path, "old");
    expect(differences(root, files)).toEqual([
      { path: two, kind: "missing" },
      { path: stale, kind: "stale" },
      { path: one, kind: "changed" },
    ]);
  });
});

describe("writeGenerated", () => {
  it("brings the files up to date and keeps what was written by hand", () => {
    for (const path of [one, stale, byHand, elsewhere]) put(path, "old");
    expect(writeGenerated(root, files)).toHaveLength(3);
    expect(differences(root, files)).toEqual([]);
    expect(readFileSync(join(root, one), "utf8")).toBe("1");
    expect([stale, byHand, elsewhere].map((path) => existsSync(join(root, path)))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("does not touch files that are right", () => {
    writeGenerated(root, files);
    const before = statSync(join(root, one)).mtimeMs;
    put(two, "old");
    expect(writeGenerated(root, files)).toEqual([{ path: two, kind: "changed" }]);
    expect(statSync(join(root, one)).mtimeMs).toBe(before);
  });
});

describe("the generated code in the repository", () => {
  it("is what the generator writes: run `npm run generate`", { timeout: 60_000 }, () => {
    const repository = fileURLToPath(new URL("../../../..", import.meta.url));
    const found = differences(repository, generatedFiles(join(repository, "spec")));
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual([]);
  });
});
