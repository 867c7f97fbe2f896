export {
  InstancePoolEngine,
  type InstancePoolDetails,
  type InstancePoolEngineOptions,
  type PoolStats,
} from "./instance-pool-engine.js";
export type { CreatePool, EditPool } from "./pool-record.js";
export type { PoolUse, PoolShortage } from "./pool-use.js";
