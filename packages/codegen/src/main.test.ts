import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "./main.js";

const spec = fileURLToPath(new URL("../../../spec", import.meta.url));
let root: string;
let out: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "codegen-"));
  for (const name of ["common", "files", "tags"]) {
    cpSync(join(spec, `${name}.json`), join(root, "spec", `${name}.json`));
  }
  out = "";
  const write = (text: string | Uint8Array): boolean => {
    out += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(write);
  vi.spyOn(process.stderr, "write").mockImplementation(write);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

describe("run", () => {
  it("checks, writes, and finds all up to date", { timeout: 60_000 }, () => {
    expect(run(["generate", "--check"], root)).toBe(1);
    expect(out).toContain("missing packages/sdk/src/services/files/index.gen.ts\n");
    expect(readdirSync(root)).toEqual(["spec"]);
    expect(run(["generate"], root)).toBe(0);
    expect(run(["generate", "--check"], root)).toBe(0);
    expect(out).toMatch(/all up to date\n$/);
  });

  it("imports", { timeout: 60_000 }, () => {
    cpSync(spec, join(root, "spec"), { recursive: true });
    rmSync(join(root, "spec/common.json"));
    expect(run(["import"], root)).toBe(0);
    expect(out).toBe("wrote spec/common.json\n");
  });

  it.each([[[]], [["emit"]], [["import", "a", "b"]]])("explains itself for %j", (args) => {
    expect(run(args, root)).toBe(2);
    expect(out).toContain("Usage:");
  });
});
