import type { ApiFacts, ApiModel } from "../model/index.js";
import type { Cursor } from "./cursor.js";
import { readFacts } from "./facts.js";
import { loadDocuments, loadJson } from "./load.js";
import { applyOverlays } from "./overlays.js";
import { checkReferences } from "./references.js";
import { readTexts } from "./texts.js";
import { toModel } from "./to-model.js";

/**
 * The API as the documents in `folder` and the corrections in `folder/overlays` tell it. Throws a
 * SpecError that names the document and the place in it.
 */
export function readSpec(folder: string): ApiModel {
  const documents = loadDocuments(folder);
  applyOverlays(folder, documents);
  checkReferences(new Map([...documents, ["common", loadJson(folder, "common.json")]]));
  return toModel(readFacts(documents), readTexts(documents));
}

/** The facts in the documents as they were imported: all of them, and without corrections. */
export function readImportedFacts(folder: string): ApiFacts {
  return readFacts(loadDocuments(folder));
}

/** The hand-written sentences in the documents of `folder` by operation id. */
export function readSummaries(documents: ReadonlyMap<string, Cursor>): Map<string, string> {
  const summaries = new Map<string, string>();
  for (const [id, { summary }] of readTexts(documents)) {
    if (summary !== null) summaries.set(id, summary);
  }
  return summaries;
}
