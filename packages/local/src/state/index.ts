export { memoryStore } from "./memory-store.js";
export { openStore } from "./open-store.js";
export type { ClosableStore, Collection, Json, Store } from "./store.js";
