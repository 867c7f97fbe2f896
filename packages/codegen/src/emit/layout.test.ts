import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { array, braced, type Doc, group, indent, layOut, line, parenthesized } from "./layout.js";

const word = (length: number): string => "x".repeat(length);

describe("layOut", () => {
  it("keeps a list that ends in column 100 on one line", () => {
    const doc = ["call", parenthesized([word(45), word(46)]), ";"];
    expect(layOut(doc)).toHaveLength(100);
    expect(layOut(doc)).not.toContain("\n");
  });

  it("breaks at every item, with a trailing comma, one column further", () => {
    expect(layOut(["call", parenthesized([word(45), word(47)]), ";"])).toBe(
      `call(\n  ${word(45)},\n  ${word(47)},\n);`,
    );
  });

  it("counts the indentation that it starts from", () => {
    const doc = parenthesized([word(45), word(48)]);
    expect(layOut(doc)).not.toContain("\n");
    expect(layOut(doc, 2)).toBe(`    (\n      ${word(45)},\n      ${word(48)},\n    )`);
  });

  it("breaks the outer list first", () => {
    const doc = braced([
      ["a: ", array([word(40)])],
      ["b: ", array([word(40), word(10)])],
    ]);
    expect(layOut(doc)).toBe(`{\n  a: [${word(40)}],\n  b: [${word(40)}, ${word(10)}],\n}`);
  });

  it("counts what follows the list on its last line", () => {
    const doc = (tail: string): Doc => ["f", parenthesized([word(50)]), tail];
    expect(layOut(doc(word(47)))).not.toContain("\n");
    expect(layOut(doc(word(48)))).toContain("\n");
  });

  it("writes empty lists without spaces", () => {
    expect(layOut([parenthesized([]), braced([]), array([])])).toBe("(){}[]");
  });

  it("breaks a line outside of groups always", () => {
    expect(layOut(["a", indent([line, "b"])])).toBe("a\n  b");
    expect(layOut(group(["a", indent([line, "b"])]))).toBe("a b");
  });

  it("never loses, adds or reorders words, and keeps lists on one line only where they fit", () => {
    type Tree = string | Tree[];
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.integer({ min: 1, max: 30 }).map(word),
        fc.array(tie("tree")),
      ),
    }));
    const toDoc = (node: Tree): Doc => (typeof node === "string" ? node : array(node.map(toDoc)));
    fc.assert(
      fc.property(tree, (node) => {
        const text = layOut(toDoc(node));
        const unbroken = text.replaceAll(/,?\n *\]/g, "]").replaceAll(/\s/g, "");
        expect(unbroken).toBe(JSON.stringify(node).replaceAll('"', ""));
        for (const row of text.split("\n"))
          if (row.includes(", ")) expect(row.length).toBeLessThan(101);
      }),
    );
  });
});
