export { createOperationWaiter, type OperationWaiterInput } from "./create-operation-waiter.js";
export { createWaiter, type WaiterInput } from "./create-waiter.js";
export { lazyWaiter } from "./lazy-waiter.js";
export type { PollOptions } from "./polling.js";
export type { Waiter, WaitOptions } from "./waiter.js";
export type { Waiting } from "./waiting.js";
