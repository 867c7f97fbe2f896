import { manualClock, type ControlledClock } from "../../../clock/index.js";
import { memoryStore, type Store } from "../../../state/index.js";
import { ClusterEngine, type ClusterEngineOptions, type ClusterSpec } from "../index.js";

/** A spec that nothing is wrong with. */
export const SPEC: ClusterSpec = {
  cluster_name: "etl",
  spark_version: "16.4.x-scala2.12",
  node_type_id: "m5d.large",
  num_workers: 2,
};

export const USER = "ada@example.com";

/** An engine on a store and a clock of a test's own. */
export interface ClusterWorld {
  readonly engine: ClusterEngine;
  readonly clock: ControlledClock;
  readonly store: Store;
  /** Lets everything that is under way be done. */
  settle(): void;
  /** A new cluster that was brought into that state. */
  cluster(state: string, spec?: ClusterSpec): string;
}

const PATHS: Readonly<Record<string, (world: ClusterWorld, id: string) => void>> = {
  PENDING: () => {},
  RUNNING: (world) => world.settle(),
  RESIZING: (world, id) => {
    world.settle();
    world.engine.resize(id, { num_workers: 5 }, USER);
  },
  RESTARTING: (world, id) => {
    world.settle();
    world.engine.restart(id, USER);
  },
  TERMINATING: (world, id) => {
    world.settle();
    world.engine.delete(id, USER);
  },
  TERMINATED: (world, id) => {
    world.settle();
    world.engine.delete(id, USER);
    world.settle();
  },
};

/** States that a cluster can be brought into. */
export const STATES: readonly string[] = Object.keys(PATHS);

export function clusterWorld(
  options: Partial<ClusterEngineOptions> = {},
  store: Store = memoryStore(),
): ClusterWorld {
  const clock = manualClock(Date.UTC(2026, 2, 4, 5, 6, 7));
  const engine = new ClusterEngine({ store, clock, ...options });
  const world: ClusterWorld = {
    engine,
    clock,
    store,
    settle: () => clock.advance(10_000),
    cluster(state, spec = SPEC) {
      const { cluster_id: id } = engine.create(spec, USER);
      PATHS[state]?.(world, id);
      return id;
    },
  };
  return world;
}

/** The code and text of what `work` throws. */
export function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
  return "none";
}
