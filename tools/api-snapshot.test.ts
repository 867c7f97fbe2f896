import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apiSnapshot, snapshotFiles } from "./api-snapshot.js";
import { root } from "./imports.js";

describe("public API", () => {
  for (const name of ["sdk", "local"] as const) {
    it(
      `of ${name} is what its snapshot says (npm run api:snapshot writes it)`,
      { timeout: 120_000 },
      () => {
        expect(apiSnapshot(name)).toBe(readFileSync(join(root, snapshotFiles[name]), "utf8"));
      },
    );
  }
});
