import { invalid } from "./job-errors.js";
import type { JobSettings } from "./settings.js";

/** Arrays whose elements are merged by a key; all other fields are replaced whole. */
const KEYED = { tasks: "task_key", job_clusters: "job_cluster_key" } as const;

type KeyedField = keyof typeof KEYED;
type Element = Readonly<Record<string, unknown>>;

/**
 * The definition after a partial update: first fields are removed, then new ones put over the old
 * ones, tasks and job clusters one by one.
 *
 * @param remove names of fields, or `tasks/<task_key>` and `job_clusters/<job_cluster_key>`
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE` for other nested names
 */
export function mergeSettings(
  current: JobSettings,
  changes: JobSettings,
  remove: readonly string[] = [],
): JobSettings {
  const merged: Record<string, unknown> = { ...current };
  for (const name of remove) removeField(merged, name);
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    merged[field] = isKeyed(field) ? mergeByKey(merged[field], value, KEYED[field]) : value;
  }
  // Built from two definitions, field by field.
  return merged as JobSettings;
}

function removeField(settings: Record<string, unknown>, name: string): void {
  const slash = name.indexOf("/");
  if (slash < 0) {
    delete settings[name];
    return;
  }
  const field = name.slice(0, slash);
  if (!isKeyed(field)) {
    throw invalid(
      `fields_to_remove '${name}': below the top only tasks/<key> and job_clusters/<key> can be removed.`,
    );
  }
  const key = name.slice(slash + 1);
  settings[field] = elements(settings[field]).filter((element) => element[KEYED[field]] !== key);
}

function mergeByKey(current: unknown, changes: unknown, key: string): Element[] {
  const merged = new Map(elements(current).map((element) => [element[key], element]));
  for (const element of elements(changes)) merged.set(element[key], element);
  return [...merged.values()];
}

function elements(value: unknown): readonly Element[] {
  return Array.isArray(value) ? (value as Element[]) : [];
}

function isKeyed(field: string): field is KeyedField {
  return Object.hasOwn(KEYED, field);
}
