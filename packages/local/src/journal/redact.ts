/** Fields whose values are safe to show. All others are shown by name and type alone. */
const shown = new Set(
  (
    "action all_users attempt_number cluster_id cluster_name count direct_download dry_run enabled " +
    "expand_tasks experiment_id filter_by force format full_name group_id id include_history job_id " +
    "language length limit max_num_results max_results name node_type_id num_workers object_id " +
    "object_type offset order_by overwrite page page_size page_token path pipeline_id policy_id " +
    "recursive repo_id run_id run_type scope sort_by spark_version start_index startIndex state " +
    "statement_id update_mask user_id userName warehouse_id workspace_id workspace_name"
  ).split(" "),
);
const longest = 256;
const most = 50;

/** The fields of a request by dotted name: a value where its name is known to be harmless. */
export function redact(request: object): Readonly<Record<string, boolean | number | string>> {
  const fields: Record<string, boolean | number | string> = {};
  collect(request, "", fields);
  return fields;
}

function collect(
  value: object,
  prefix: string,
  fields: Record<string, boolean | number | string>,
): void {
  for (const [name, item] of Object.entries(value)) {
    if (Object.keys(fields).length >= most) return;
    const path = prefix + name;
    if (isPlainObject(item)) collect(item, `${path}.`, fields);
    else fields[path] = shown.has(name) ? display(item) : `<${kindOf(item)}>`;
  }
}

function display(value: unknown): boolean | number | string {
  if (typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return value.slice(0, longest);
  return `<${kindOf(value)}>`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === "string") return `string of ${value.length}`;
  return value === null ? "null" : typeof value;
}

function isPlainObject(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
