import { nodeType } from "../engines/compute/index.js";

/** What a core costs an hour, about; with Photon it is twice as much. */
const DBUS_PER_CORE = 0.25;

/**
 * About how many DBUs a cluster uses an hour at its largest; undefined: its machines are not known.
 *
 * @param spec by the API's names
 */
export function estimateDbus(spec: Readonly<Record<string, unknown>>): number | undefined {
  const { node_type_id: worker, driver_node_type_id: driver = worker } = spec;
  const workerType = nodeType(String(worker));
  const driverType = nodeType(String(driver));
  if (!workerType || !driverType) return undefined;
  const { max_workers: most } = (spec["autoscale"] ?? {}) as { max_workers?: number };
  const workers = most ?? Number(spec["num_workers"] ?? 0);
  const cores = driverType.num_cores + workers * workerType.num_cores;
  return cores * DBUS_PER_CORE * (spec["runtime_engine"] === "PHOTON" ? 2 : 1);
}
