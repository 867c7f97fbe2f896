/** A cluster's spec, as its policy sees it. */
export type Spec = Readonly<Record<string, unknown>>;

type Fields = Record<string, unknown>;

/** Maps: all that follows their name is one key, dots and all. */
const MAPS: ReadonlySet<string> = new Set(["custom_tags", "spark_conf", "spark_env_vars"]);

/** Lists: their name is followed by an index, or by `*` for all elements that have no rule of their own. */
const LISTS: ReadonlySet<string> = new Set(["init_scripts", "ssh_public_keys"]);

const NUMBERS: ReadonlySet<string> = new Set([
  "autoscale.max_workers",
  "autoscale.min_workers",
  "autotermination_minutes",
  "aws_attributes.ebs_volume_count",
  "aws_attributes.ebs_volume_size",
  "aws_attributes.first_on_demand",
  "aws_attributes.spot_bid_price_percent",
  "num_workers",
]);

/** The parts of a path: `spark_conf.spark.master` has two. */
export function partsOf(path: string): readonly string[] {
  const dot = path.indexOf(".");
  const head = dot < 0 ? path : path.slice(0, dot);
  if (dot >= 0 && MAPS.has(head)) return [head, path.slice(dot + 1)];
  return path.split(".");
}

/** Whether a path is of one entry of a map: `custom_tags.team`. */
export function isEntry(path: string): boolean {
  const [head = "", key] = partsOf(path);
  return MAPS.has(head) && key !== undefined;
}

/** Whether a path is about all elements of a list. */
export function isForAll(path: string): boolean {
  const [head = "", index] = partsOf(path);
  return LISTS.has(head) && index === "*";
}

/**
 * The paths of one element each that a path for all elements stands for.
 *
 * @param others paths that have rules of their own
 */
export function elementPaths(path: string, spec: Spec, others: ReadonlySet<string>): string[] {
  const [head = "", , ...rest] = partsOf(path);
  const list = spec[head];
  const length = Array.isArray(list) ? list.length : 0;
  const paths = Array.from({ length }, (_, index) => [head, index, ...rest].join("."));
  return paths.filter((element) => !others.has(element));
}

/** What is at a path; undefined: nothing. */
export function valueAt(spec: Spec, path: string): unknown {
  const parts = partsOf(path);
  if (parts[0] === "cluster_log_conf") return logConfAt(spec, parts[1] ?? "");
  return parts.reduce<unknown>((value, part) => {
    return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, spec);
}

/** A copy of a spec with a value at a path. */
export function withValue(spec: Spec, path: string, value: unknown): Spec {
  const copy = structuredClone(spec) as Fields;
  const parts = partsOf(path);
  const [head = ""] = parts;
  if (head === "cluster_log_conf") return withLogConf(copy, parts[1] ?? "", value);
  const last = parts.at(-1) ?? "";
  const place = parts.slice(0, -1).reduce<Fields>((at, part, depth) => {
    const isList = depth === 0 && LISTS.has(part);
    if (!isObject(at[part])) at[part] = isList ? [] : {};
    return at[part] as Fields;
  }, copy);
  place[last] = typed(path, value);
  return copy;
}

/** A copy of a spec without what is at a path. */
export function withoutValue(spec: Spec, path: string): Spec {
  const copy = structuredClone(spec) as Fields;
  const parts = partsOf(path);
  const place = parts.slice(0, -1).reduce<unknown>((at, part) => {
    return isObject(at) ? at[part] : undefined;
  }, copy);
  const last = parts.at(-1) ?? "";
  if (Array.isArray(place)) place.splice(Number(last), 1);
  else if (isObject(place)) delete place[last];
  return copy;
}

/** Why: rules give values as they like, and the API takes maps of text and counts of numbers. */
function typed(path: string, value: unknown): unknown {
  const [head = ""] = partsOf(path);
  if (MAPS.has(head)) return String(value);
  return NUMBERS.has(path) ? Number(value) : value;
}

/** Where logs go: policies speak of `type`, `path` and `region`, the API of one field per type. */
function logConfAt(spec: Spec, name: string): unknown {
  const [type, place] = Object.entries(spec["cluster_log_conf"] ?? {})[0] ?? [];
  if (type === undefined) return name === "type" ? "NONE" : undefined;
  if (name === "type") return type.toUpperCase();
  const field = name === "path" ? "destination" : name;
  return isObject(place) ? place[field] : undefined;
}

function withLogConf(copy: Fields, name: string, value: unknown): Spec {
  if (name === "type" && value === "NONE") {
    delete copy["cluster_log_conf"];
    return copy;
  }
  const [known, place = {}] = Object.entries(copy["cluster_log_conf"] ?? {})[0] ?? [];
  const type = name === "type" ? String(value).toLowerCase() : (known ?? placeOf(String(value)));
  const field = name === "path" ? "destination" : name;
  const changed = name === "type" ? place : { ...(place as object), [field]: value };
  copy["cluster_log_conf"] = { [type]: changed };
  return copy;
}

/** What kind of place an address is of. */
function placeOf(address: string): string {
  if (address.startsWith("s3")) return "s3";
  return address.startsWith("/Volumes/") ? "volumes" : "dbfs";
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
