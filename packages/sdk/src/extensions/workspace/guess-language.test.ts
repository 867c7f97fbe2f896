import { describe, expect, it } from "vitest";
import { guessLanguage } from "./guess-language.js";

describe("guessLanguage", () => {
  it.each([
    ["/a/n.py", undefined, "PYTHON"],
    ["/a/n.sql", "SOURCE", "SQL"],
    ["/a/n.scala", undefined, "SCALA"],
    ["/a/n.R", undefined, "R"],
    ["/a/n.r", undefined, "R"],
    ["/a/n.py", "AUTO", undefined],
    ["/a/n.py", "RAW", undefined],
    ["/a/n.ipynb", undefined, undefined],
    ["/a.py/n", undefined, undefined],
    ["/a/py", undefined, undefined],
    ["/a/n.constructor", undefined, undefined],
  ])("of %s as %s is %s", (path, format, language) => {
    expect(guessLanguage(path, format)).toBe(language);
  });
});
