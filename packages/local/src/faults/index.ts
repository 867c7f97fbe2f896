export type { Fault, FaultRule, Faults } from "./fault.js";
export { createFaults, type AppliedFaults, type FaultTarget } from "./fault-set.js";
