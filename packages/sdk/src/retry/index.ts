export { isRetriable, type FailedAttempt } from "./decision.js";
export { type Exhausted, repeat, type Retry, type RetryPlan } from "./loop.js";
export type { RetryOptions } from "./options.js";
export { retryStep, type RetryStepOptions } from "./step.js";
export { delayAfter } from "./timing.js";
