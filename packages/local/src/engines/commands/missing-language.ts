import { errorResult } from "./command-result.js";
import type { Interpreter } from "./ports.js";

const NAMES: Readonly<Record<string, string>> = { r: "R", scala: "Scala", sql: "SQL" };

/** Stands in for a language that nothing here can run: each command is answered with an error. */
export function missingLanguage(language: string): Interpreter {
  const name = NAMES[language] ?? language;
  const result = errorResult(
    `NotImplementedError: The local workspace has no engine for ${name} commands. ` +
      "Use a context in python, or run this on a real workspace.",
  );
  return {
    ready: Promise.resolve(),
    run: () => Promise.resolve({ result }),
    interrupt: () => {},
    close: () => Promise.resolve(),
  };
}
