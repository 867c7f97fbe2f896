import { describe, expect, it } from "vitest";
import { docComment, joinWords, nameList, wrap } from "./doc-comment.js";

describe("docComment", () => {
  it("stays on one line where it fits", () => {
    expect(docComment(["Short."])).toBe("/** Short. */\n");
    expect(docComment(["Short."], 1)).toBe("  /** Short. */\n");
  });

  it("wraps at 100 columns, the star and the indentation included", () => {
    const text = docComment([Array.from({ length: 60 }, () => "word").join(" ")], 1);
    const rows = text.trimEnd().split("\n");
    expect(rows[0]).toBe("  /**");
    expect(rows.at(-1)).toBe("   */");
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(100);
    expect(rows).toHaveLength(6);
  });

  it("sets paragraphs apart and keeps tags together", () => {
    expect(docComment(["One.", "Two.", "@deprecated", "@see https://example.com"])).toBe(
      "/**\n * One.\n *\n * Two.\n *\n * @deprecated\n * @see https://example.com\n */\n",
    );
  });

  it("writes nothing when there is nothing to say", () => {
    expect(docComment([])).toBe("");
    expect(docComment(["", ""])).toBe("");
  });

  it("cannot be ended by the text that it holds", () => {
    expect(docComment(["Matches `a/*/b`."])).toBe("/** Matches `a/*\\/b`. */\n");
  });
});

describe("wrap", () => {
  it("never breaks a code span", () => {
    expect(wrap("see `GET /api/2.0/things` now", 12)).toEqual([
      "see",
      "`GET /api/2.0/things`",
      "now",
    ]);
  });

  it("gives a word that is too long a line of its own", () => {
    expect(wrap("a bbbbbbbbbb c", 4)).toEqual(["a", "bbbbbbbbbb", "c"]);
    expect(wrap("", 4)).toEqual([]);
  });
});

describe("nameList", () => {
  it.each([
    [["a"], "`a`"],
    [["a", "b"], "`a` and `b`"],
    [["a", "b", "c"], "`a`, `b` and `c`"],
    [["a", "b", "c", "d"], "`a`, `b`, `c` and `d`"],
    [["a", "b", "c", "d", "e"], "`a`, `b`, `c` and 2 more"],
  ])("names at most three of %j, unless only one is left over", (names, text) => {
    expect(nameList(names, 3)).toBe(text);
  });

  it("joins words with the conjunction", () => {
    expect(joinWords([], "or")).toBe("");
    expect(joinWords(["a", "b", "c"], "or")).toBe("a, b or c");
  });
});
