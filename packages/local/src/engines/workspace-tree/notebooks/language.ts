/** What the code of a notebook is written in, unless a cell says otherwise. */
export type Language = "PYTHON" | "R" | "SCALA" | "SQL";

interface LanguageFacts {
  /** Opens a comment that ends with the line. */
  readonly comment: string;
  /** Of source files, with its dot. */
  readonly extension: string;
  /** `python`: in Jupyter notebooks, archives and magic commands. */
  readonly name: string;
}

/** The languages of notebooks. */
export const LANGUAGES: Readonly<Record<Language, LanguageFacts>> = {
  PYTHON: { comment: "#", extension: ".py", name: "python" },
  R: { comment: "#", extension: ".r", name: "r" },
  SCALA: { comment: "//", extension: ".scala", name: "scala" },
  SQL: { comment: "--", extension: ".sql", name: "sql" },
};

const ALL = Object.keys(LANGUAGES) as Language[];

/** The language of a source file by the end of its name, in any case. */
export function languageOfFile(name: string): Language | undefined {
  const lower = name.toLowerCase();
  return ALL.find((language) => lower.endsWith(LANGUAGES[language].extension));
}

/** The language that is called so, in any case: `python`, `R`. */
export function languageNamed(name: unknown): Language | undefined {
  if (typeof name !== "string") return undefined;
  const lower = name.toLowerCase();
  return ALL.find((language) => LANGUAGES[language].name === lower);
}

/** A name without the extension of a source file or of a Jupyter notebook. */
export function withoutExtension(name: string): string {
  return name.replace(/\.(?:py|r|scala|sql|ipynb)$/i, "");
}
