import type { Int64 } from "../../api-client/index.js";
import type { RepairHistoryItem } from "../../services/jobs/index.gen.js";

/**
 * The id of the last repair of a run, which the service asks for before the next one; `undefined` for
 * a run that was not repaired yet.
 */
export function latestRepair(history: readonly RepairHistoryItem[] = []): Int64 | undefined {
  return history
    .filter(({ type }) => type === "REPAIR")
    .reduce<RepairHistoryItem | undefined>((latest, item) => {
      return (item.start_time ?? 0) >= (latest?.start_time ?? 0) ? item : latest;
    }, undefined)?.id;
}
