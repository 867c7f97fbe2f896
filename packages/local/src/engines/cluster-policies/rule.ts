import { WorkspaceError } from "../../errors/index.js";
import { partsOf } from "./attribute-path.js";

/** What is common to all rules. */
interface RuleBase {
  /** Whether the attribute may be left out although it is limited. */
  readonly isOptional?: boolean;
  /** Whether forms show it; says nothing to the API. */
  readonly hidden?: boolean;
}

/** What it takes when the attribute is left out and defaults are wanted. */
interface Limit extends RuleBase {
  readonly defaultValue?: unknown;
}

/** What a policy says of one attribute. */
export type Rule =
  | (Limit & { readonly type: "allowlist" | "blocklist"; readonly values: readonly unknown[] })
  | (Limit & { readonly type: "range"; readonly minValue?: number; readonly maxValue?: number })
  | (Limit & { readonly type: "regex"; readonly pattern: string })
  | (Limit & { readonly type: "unlimited" })
  | (RuleBase & { readonly type: "fixed"; readonly value: unknown })
  | (RuleBase & { readonly type: "forbidden" });

/** The rules of a policy by the path of their attribute. */
export type Rules = ReadonlyMap<string, Rule>;

type Fields = Readonly<Record<string, unknown>>;

/** What a rule of each type must have beside its type. */
const CHECKS: Readonly<Record<Rule["type"], (rule: Fields) => string | undefined>> = {
  allowlist: needsValues,
  blocklist: needsValues,
  fixed: ({ value }) => (value === undefined || value === null ? "needs a value" : undefined),
  forbidden: () => undefined,
  range: needsBound,
  regex: needsPattern,
  unlimited: () => undefined,
};

/** The attributes of a cluster that rules can be about, and two that are worked out. */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    "autoscale autotermination_minutes aws_attributes azure_attributes cluster_log_conf cluster_name " +
    "cluster_type custom_tags data_security_mode dbus_per_hour docker_image driver_instance_pool_id " +
    "driver_node_type_flexibility driver_node_type_id enable_elastic_disk enable_local_disk_encryption " +
    "gcp_attributes init_scripts instance_pool_id is_single_node kind node_type_id num_workers " +
    "remote_disk_throughput runtime_engine single_user_name spark_conf spark_env_vars spark_version " +
    "ssh_public_keys total_initial_remote_disk_size use_ml_runtime worker_node_type_flexibility " +
    "workload_type"
  ).split(" "),
);

/**
 * Reads a policy's definition: a JSON object of rules by attribute.
 *
 * @param field the request's, for errors
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the rule that is wrong
 */
export function parseRules(text: string, field = "definition"): Rules {
  const rules = Object.entries(parseObject(text, field));
  for (const [path, rule] of rules) {
    const problem = problemOf(path, rule);
    if (problem !== undefined) throw invalid(`Invalid ${field}: ${path} ${problem}.`);
  }
  return new Map(rules as [string, Rule][]);
}

/** The error of a field that the caller has to change. */
export function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

function parseObject(text: string, field: string): Fields {
  try {
    const value = JSON.parse(text) as unknown;
    if (isObject(value)) return value;
  } catch {
    // What is no JSON is no object either.
  }
  throw invalid(`Invalid ${field}: it must be the text of a JSON object.`);
}

function problemOf(path: string, rule: unknown): string | undefined {
  const [head = "", ...rest] = partsOf(path);
  if (!ATTRIBUTES.has(head)) return "is not an attribute of clusters";
  if (rest.includes("")) return "has an empty part";
  if (!isObject(rule)) return "must be an object";
  const type = rule["type"];
  if (typeof type !== "string" || !Object.hasOwn(CHECKS, type)) {
    return `has type ${JSON.stringify(type)}, which is none of ${Object.keys(CHECKS).join(", ")}`;
  }
  return CHECKS[type as Rule["type"]](rule);
}

function needsValues({ values }: Fields): string | undefined {
  return Array.isArray(values) && values.length > 0 ? undefined : "needs a list of values";
}

function needsBound({ minValue, maxValue }: Fields): string | undefined {
  const bounds = [minValue, maxValue].filter((bound) => bound !== undefined);
  const good = bounds.length > 0 && bounds.every((bound) => typeof bound === "number");
  if (!good) return "needs a number as minValue, maxValue or both";
  const isEmpty = Number(minValue) > Number(maxValue);
  return isEmpty ? `has minValue ${minValue} above maxValue ${maxValue}` : undefined;
}

function needsPattern({ pattern }: Fields): string | undefined {
  if (typeof pattern !== "string") return "needs a pattern";
  return wholePattern(pattern)
    ? undefined
    : `has pattern ${pattern}, which is no regular expression`;
}

/**
 * What a whole value must match; undefined: the pattern is no regular expression. As in Java, by whose
 * rules policies are written, it may begin with flags: `(?i)i3.*`.
 */
export function wholePattern(pattern: string): RegExp | undefined {
  const [start = "", flags = ""] = /^\(\?([is]+)\)/.exec(pattern) ?? [];
  try {
    return new RegExp(`^(?:${pattern.slice(start.length)})$`, flags);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
