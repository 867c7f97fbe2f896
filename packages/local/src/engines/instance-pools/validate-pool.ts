import { WorkspaceError } from "../../errors/index.js";
import type { PoolSettings } from "./pool-record.js";

const LONGEST_NAME = 100;
const MOST_IDLE_MINUTES = 10_000;
const MOST_TAGS = 41;

/**
 * Checks settings by themselves.
 *
 * @param isNodeType whether there are such machines
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field
 */
export function validatePool(settings: PoolSettings, isNodeType: (id: string) => boolean): void {
  const { instance_pool_name: name, node_type_id: nodeType, max_capacity: most } = settings;
  if (name.trim() === "" || name.length > LONGEST_NAME) {
    throw invalid(`instance_pool_name must have 1 to ${LONGEST_NAME} characters.`);
  }
  if (!isNodeType(nodeType)) {
    throw invalid(
      `Node type ${nodeType} is not supported: it is not among those of clusters/list-node-types.`,
    );
  }
  const idle = settings.min_idle_instances ?? 0;
  checkCount("min_idle_instances", idle);
  if (most !== undefined) checkCount("max_capacity", most);
  if (most !== undefined && idle > most) {
    throw invalid(`min_idle_instances ${idle} must not be greater than max_capacity ${most}.`);
  }
  const minutes = settings.idle_instance_autotermination_minutes ?? 0;
  checkCount("idle_instance_autotermination_minutes", minutes, MOST_IDLE_MINUTES);
  const tags = Object.keys(settings.custom_tags ?? {}).length;
  if (tags > MOST_TAGS) throw invalid(`Too many custom_tags: ${tags}; at most ${MOST_TAGS}.`);
}

/** The error of a field that the caller has to change. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

function checkCount(field: string, value: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return;
  const limit = most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : "";
  throw invalid(`Invalid ${field} ${value}: it must be a whole number of at least 0${limit}.`);
}
