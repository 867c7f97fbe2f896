export type { Cancel, Clock, ClockMode, ControlledClock } from "./clock.js";
export { createClock, manualClock, type ClockOptions } from "./create-clock.js";
