export { countFacts, countPackage, type FactCounts } from "./counts.js";
export { digestLines, sha256 } from "./digest.js";
export { clientLines, compareFacts, packageLines } from "./fact-lines.js";
