export { DbfsEngine, type DbfsEntry, type DbfsOptions } from "./dbfs-engine.js";
