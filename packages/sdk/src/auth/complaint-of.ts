import type { Finished } from "./run-executable.js";
import { maskSecrets } from "../internal/index.js";

/** What a command-line program said when it failed, in one line. */
export function complaintOf({ exitCode, stderr, stdout }: Finished): string {
  const said = (stderr.trim() === "" ? stdout : stderr)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
  const words = maskSecrets(said.replace(/^error:\s*/i, ""), []).slice(0, 500);
  return words === "" ? `it ended with exit code ${exitCode} and said nothing` : words;
}
