export { parseExact, stringifyExact } from "./exact.js";
