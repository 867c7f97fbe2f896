import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderReadmes, longFiles, longFunctions, ruledOut, undocumented } from "./house-style.js";
import { root } from "./imports.js";
import { layerComplaints, layersTable, readLayers } from "./layers.js";

describe("structure", () => {
  for (const [name, layers] of Object.entries(readLayers())) {
    it(`keeps the import rules of ${name}`, () => {
      expect(layerComplaints(layers)).toEqual([]);
    });

    it(`shows the import rules of ${name} in ARCHITECTURE.md`, () => {
      expect(readFileSync(join(root, "ARCHITECTURE.md"), "utf8")).toContain(layersTable(layers));
    });
  }

  it("keeps files short enough to read", () => expect(longFiles()).toEqual([]));
  it("keeps functions short enough to read", () => expect(longFunctions()).toEqual([]));
  it("has no export *, default export, enum or namespace", () => expect(ruledOut()).toEqual([]));
  it("documents every export", () => expect(undocumented()).toEqual([]));
  it("has a short README in each folder", () => expect(folderReadmes()).toEqual([]));
});
