import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { coverageFile, coveragePage, covered, proofs } from "./coverage.js";
import { root } from "./imports.js";

describe("coverage of the local workspace", () => {
  it("is what docs/coverage.md says (npm run coverage writes it)", async () => {
    expect(await coveragePage()).toBe(readFileSync(join(root, coverageFile), "utf8"));
  });

  it("has a proof for every real operation, and proves only what is real", async () => {
    const real = (await covered())
      .filter(({ implemented }) => implemented)
      .map(({ operation }) => operation);
    expect([...proofs().keys()].sort()).toEqual([...real].sort());
  });
});
