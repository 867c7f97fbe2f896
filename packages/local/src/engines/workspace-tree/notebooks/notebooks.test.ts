import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fromCommandDocument,
  hasHeader,
  LANGUAGES,
  parseHtml,
  parseJupyter,
  parseRMarkdown,
  parseSource,
  renderHtml,
  renderJupyter,
  renderRMarkdown,
  renderSource,
  toCommandDocument,
  withHeader,
  type Cell,
  type Language,
  type Notebook,
} from "./index.js";

const languages = fc.constantFrom<Language>("PYTHON", "R", "SCALA", "SQL");

/** Text of a cell that no comment of the source format is in, and that has no line breaks at its ends. */
const text = fc
  .string({ unit: fc.constantFrom(..."ab %'\"\\<>&{}[]\n\n\t#-/`é☃\u2028") })
  .map((value) => value.replace(/^\n+|\n+$/g, ""));
const magic = fc.constantFrom("%md\n", "%md ", "%md-sandbox\n", "%sql\n", "%sh ", "%md", "");
const title = fc.option(fc.stringMatching(/^[\w,.]{1,8}$/), { nil: undefined });

const cells = fc.record({ magic, text, title, titleShown: fc.boolean() }).map((parts): Cell => {
  const whole = (parts.magic + parts.text).replace(/^\n+|\n+$/g, "");
  if (parts.title === undefined) return { text: whole };
  return { text: whole, title: parts.title, ...(parts.titleShown ? {} : { titleShown: false }) };
});
/** At least two cells: one that is empty is written as none. */
const notebooks: fc.Arbitrary<Notebook> = fc.record({
  language: languages,
  cells: fc.array(cells, { minLength: 2, maxLength: 6 }),
});

/** Whether the cells hold what would be taken for a comment of the source format, or for nothing. */
function isPlain({ cells: all }: Notebook): boolean {
  return all.some((cell) => cell.text.trim() !== "" || cell.title !== undefined);
}

describe("conversions", () => {
  it("give a source file back from Jupyter as it was", () => {
    fc.assert(
      fc.property(notebooks.filter(isPlain), (notebook) => {
        const source = renderSource(notebook);
        const { language = "PYTHON", cells: read } = parseJupyter(
          renderJupyter(parseSource(source, notebook.language), "n"),
        );
        expect(renderSource({ language, cells: read })).toBe(source);
      }),
    );
  });

  it("lose nothing in source, Jupyter, archives and HTML", () => {
    fc.assert(
      fc.property(notebooks.filter(isPlain), (notebook) => {
        const { language } = notebook;
        expect(parseSource(renderSource(notebook), language)).toEqual(notebook);
        const jupyter = parseJupyter(renderJupyter(notebook, "n"));
        expect({ language: jupyter.language, cells: jupyter.cells }).toEqual(notebook);
        const document = JSON.stringify(toCommandDocument(notebook, "n"));
        expect(fromCommandDocument(document)).toEqual(notebook);
        expect(parseHtml(renderHtml(notebook, "n"))).toEqual(notebook);
      }),
    );
  });

  it("keep code and texts in R Markdown", () => {
    const notebook: Notebook = {
      language: "R",
      cells: [
        { text: "%md\n# Title\n\ntext" },
        { text: "%md\nmore text" },
        { text: "x <- 1\n\ny <- 2" },
        { text: "%python\nprint('```')\n```\n".trim() },
        { text: "%md\nend" },
      ],
    };
    expect(parseRMarkdown(renderRMarkdown(notebook))).toEqual(notebook);
  });
});

describe("source files", () => {
  it.each([
    ["PYTHON", "#"],
    ["R", "#"],
    ["SCALA", "//"],
    ["SQL", "--"],
  ] as const)("of %s part cells and hide magic commands with %s", (language, comment) => {
    const source = [
      `${comment} Databricks notebook source`,
      "one",
      "",
      `${comment} COMMAND ----------`,
      "",
      `${comment} DBTITLE 1,A title`,
      `${comment} MAGIC %md`,
      `${comment} MAGIC`,
      `${comment} MAGIC  * item`,
      "",
      `${comment} COMMAND ----------`,
      "",
      `${comment} DBTITLE 0,Hidden`,
      "two",
    ].join("\n");
    const notebook = parseSource(source, language);
    expect(notebook.cells).toEqual([
      { text: "one" },
      { text: "%md\n\n * item", title: "A title" },
      { text: "two", title: "Hidden", titleShown: false },
    ]);
    expect(renderSource(notebook)).toBe(source);
  });

  it("are known by their header alone", () => {
    expect(hasHeader("# Databricks notebook source", "PYTHON")).toBe(true);
    expect(hasHeader("# Databricks notebook source \nx", "PYTHON")).toBe(true);
    expect(hasHeader("# Databricks notebook sources\nx", "PYTHON")).toBe(false);
    expect(hasHeader("# Databricks notebook source\nx", "SQL")).toBe(false);
    expect(withHeader("x", "SQL")).toBe("-- Databricks notebook source\nx");
    expect(withHeader("-- Databricks notebook source\nx", "SQL")).not.toContain("source\n--");
  });

  it("without code have no cells", () => {
    expect(parseSource("# Databricks notebook source", "PYTHON").cells).toEqual([]);
    expect(parseSource("# Databricks notebook source\n\n", "PYTHON").cells).toEqual([]);
    expect(renderSource({ language: "R", cells: [] })).toBe("# Databricks notebook source\n");
  });
});

describe("Jupyter notebooks", () => {
  const written = {
    nbformat: 4,
    cells: [
      { cell_type: "markdown", source: ["# Hello\n", "world"] },
      {
        cell_type: "code",
        source: "print(1)",
        execution_count: 3,
        outputs: [{ output_type: "stream", name: "stdout", text: "1" }],
      },
      { cell_type: "code", source: ["%sql\r\n", "select 1"] },
    ],
  };

  it("may come from elsewhere", () => {
    const read = parseJupyter(JSON.stringify(written));
    expect(read.language).toBeUndefined();
    expect(read.cells.map(({ text: source }) => source)).toEqual([
      "%md\n# Hello\nworld",
      "print(1)",
      "%sql\nselect 1",
    ]);
  });

  it.each([
    [{ kernelspec: { language: "scala" } }, "SCALA"],
    [{ language_info: { name: "R" } }, "R"],
    [{ language_info: { name: "julia" } }, undefined],
  ])("say by %j what they are written in", (metadata, language) => {
    expect(parseJupyter(JSON.stringify({ ...written, metadata })).language).toBe(language);
  });

  it("give outputs back, save those of cells that were changed", () => {
    const { cells: read, outputs } = parseJupyter(JSON.stringify(written));
    const again = (changed: readonly Cell[]): unknown => {
      const text = renderJupyter({ language: "PYTHON", cells: changed }, "n", outputs);
      const { cells: all } = JSON.parse(text) as { cells: Record<string, unknown>[] };
      return all[1];
    };
    expect(again(read)).toMatchObject({ execution_count: 3, outputs: [{ text: "1" }] });
    const changed = read.with(1, { text: "print(2)" });
    expect(again(changed)).toMatchObject({ execution_count: null, outputs: [] });
  });

  it.each(["", "{", "[]", "{}", '{"nbformat":3,"cells":[]}', '{"nbformat":4}'])(
    "are not %j",
    (bad) => {
      expect(() => parseJupyter(bad)).toThrow(/Jupyter/);
    },
  );
});

describe("HTML pages", () => {
  it("show text as text", () => {
    const page = renderHtml({ language: "PYTHON", cells: [{ text: "</pre><script>x" }] }, "<n>");
    expect(page).not.toContain("</pre><script>");
    expect(page).not.toContain("<n>");
  });

  it.each(["", "<html></html>", "__DATABRICKS_NOTEBOOK_MODEL = 'eA=='"])("are not %j", (bad) => {
    expect(() => parseHtml(bad)).toThrow(/content: /);
  });
});

it("knows each language by its name", () => {
  expect(Object.values(LANGUAGES).map(({ name }) => name)).toEqual(["python", "r", "scala", "sql"]);
});
