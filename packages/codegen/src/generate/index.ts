export { type Difference, differences } from "./differences.js";
export { generatedFiles, writeGenerated } from "./generate.js";
