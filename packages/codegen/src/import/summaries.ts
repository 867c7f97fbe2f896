import { existsSync, readFileSync } from "node:fs";
import { loadDocuments, readSummaries } from "../read/index.js";

/**
 * The sentences to put into the documents: those that are there, and over them those of a file of
 * sentences by operation id.
 */
export function gatherSummaries(folder: string, file: string | undefined): Map<string, string> {
  const summaries = existsSync(folder) ? readSummaries(loadDocuments(folder)) : new Map();
  if (file === undefined) return summaries;
  const added: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof added !== "object" || added === null || Array.isArray(added)) {
    throw new Error(`${file} is no object of sentences by operation id`);
  }
  for (const [id, sentence] of Object.entries(added)) {
    if (typeof sentence !== "string" || sentence.trim() === "") {
      throw new Error(`${file}: the summary of ${id} is no sentence`);
    }
    summaries.set(id, sentence.trim());
  }
  return summaries;
}
