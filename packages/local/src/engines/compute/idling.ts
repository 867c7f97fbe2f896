import type { Cancel } from "../../clock/index.js";
import type { ClusterRecord, TerminationReason } from "./cluster-record.js";

const MINUTE = 60_000;

/** Who uses clusters at present: while somebody does, a cluster is not idle. */
export class Holds {
  /** How many hold a cluster, by its id. */
  readonly #counts = new Map<string, number>();
  readonly #onRelease: (clusterId: string) => void;

  /** @param onRelease is told at the end of each hold, from which idle time counts anew */
  constructor(onRelease: (clusterId: string) => void) {
    this.#onRelease = onRelease;
  }

  /** Holds a cluster until the result is called. */
  hold(clusterId: string): Cancel {
    this.#counts.set(clusterId, (this.#counts.get(clusterId) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#counts.get(clusterId) ?? 1) - 1;
      if (left > 0) this.#counts.set(clusterId, left);
      else this.#counts.delete(clusterId);
      this.#onRelease(clusterId);
    };
  }

  /** Whether somebody holds a cluster. */
  has(clusterId: string): boolean {
    return this.#counts.has(clusterId);
  }
}

/** When a cluster that nobody uses is to end; undefined: it is in use, or may idle for ever. */
export function idleEnd(record: ClusterRecord): number | undefined {
  const minutes = minutesOf(record);
  if (record.idle_since === undefined || minutes === 0) return undefined;
  return record.idle_since + minutes * MINUTE;
}

/** Why a cluster ends that nobody used for long enough. */
export function inactivity(record: ClusterRecord): {
  reason: TerminationReason;
  message: string;
} {
  const minutes = minutesOf(record);
  const parameters = { inactivity_duration_min: String(minutes) };
  return {
    reason: { code: "INACTIVITY", type: "SUCCESS", parameters },
    message: `Inactive cluster terminated (inactive for ${minutes} minutes).`,
  };
}

function minutesOf(record: ClusterRecord): number {
  return record.settings.autotermination_minutes ?? 0;
}
