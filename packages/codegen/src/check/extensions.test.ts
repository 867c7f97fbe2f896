import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { extension } from "../model/index.js";
import { packageNames } from "../read/index.js";

const folder = fileURLToPath(new URL("../../../../spec", import.meta.url));
const known = Object.values(extension).toSorted();

describe("the extensions of OpenAPI", () => {
  it("are all in the table of spec/README.md", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| `(x-[a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows.toSorted()).toEqual(known);
  });

  it("are the only ones that the documents use", () => {
    const used = new Set<string>();
    for (const name of [...packageNames(folder), "common"]) {
      const text = readFileSync(join(folder, `${name}.json`), "utf8");
      for (const [, key = ""] of text.matchAll(/"(x-[^"]+)":/g)) used.add(key);
    }
    expect([...used].filter((key) => !known.some((name) => name === key))).toEqual([]);
  });
});
