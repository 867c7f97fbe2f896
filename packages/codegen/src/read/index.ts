export { Cursor, SpecError } from "./cursor.js";
export { readFacts } from "./facts.js";
export { loadDocuments, loadJson, packageNames } from "./load.js";
export { operationsOf } from "./operations-of.js";
export { applyOverlay } from "./overlays.js";
export { readTexts, type OperationTexts } from "./texts.js";
export { readImportedFacts, readSpec, readSummaries } from "./read-spec.js";
