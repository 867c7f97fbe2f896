import {
  elementPaths,
  isEntry,
  isForAll,
  partsOf,
  valueAt,
  withValue,
  type Spec,
} from "./attribute-path.js";
import { checkValue } from "./check-value.js";
import type { Rule, Rules } from "./rule.js";

/** What rules can ask of a cluster that is not in its spec. */
export interface Facts {
  readonly isJob: boolean;
  /** What it costs an hour, as far as that is known. */
  dbusPerHour(spec: Spec): number | undefined;
}

/** A rule that is broken. */
export interface Violation {
  /** The attribute's path. */
  readonly path: string;
  /** The attribute as errors name it: that of a map is the map. */
  readonly field: string;
  readonly message: string;
}

/** Attributes that are worked out, and cannot be set. */
const VIRTUAL: ReadonlySet<string> = new Set(["cluster_type", "dbus_per_hour"]);

/** A spec with the values that are fixed, and, where it asks for them, the defaults. */
export function fillIn(rules: Rules, spec: Spec): Spec {
  const wantsDefaults = spec["apply_policy_default_values"] === true;
  let filled = spec;
  for (const [path, rule] of rules) {
    if (VIRTUAL.has(path) || isForAll(path) || valueAt(filled, path) !== undefined) continue;
    const value = valueOf(rule, wantsDefaults);
    if (value !== undefined) filled = withValue(filled, path, value);
  }
  return filled;
}

/** The rules that a spec breaks. */
export function violationsOf(rules: Rules, spec: Spec, facts: Facts): Violation[] {
  const paths = new Set(rules.keys());
  return [...rules].flatMap(([path, rule]) => {
    // Why: nobody idles on the cluster of a job, which ends with it.
    if (facts.isJob && path === "autotermination_minutes") return [];
    if (!isForAll(path)) return check(path, rule, valueOfPath(path, spec, facts));
    return elementPaths(path, spec, paths).flatMap((element) => {
      const value = valueAt(spec, element);
      return value === undefined ? [] : check(element, rule, value);
    });
  });
}

/** What a rule gives to an attribute that was left out; undefined: nothing. */
export function valueOf(rule: Rule, wantsDefaults: boolean): unknown {
  if (rule.type === "forbidden") return undefined;
  if (rule.type !== "fixed") return wantsDefaults ? rule.defaultValue : undefined;
  return rule.isOptional === true ? undefined : rule.value;
}

function check(path: string, rule: Rule, value: unknown): Violation[] {
  const [head = "", key] = partsOf(path);
  const missingEntry = value === undefined && isEntry(path);
  const message = checkValue(rule, value, missingEntry ? `${key} must be present` : undefined);
  return message === undefined ? [] : [{ path, field: missingEntry ? head : path, message }];
}

function valueOfPath(path: string, spec: Spec, facts: Facts): unknown {
  if (path === "cluster_type") return facts.isJob ? "job" : "all-purpose";
  return path === "dbus_per_hour" ? facts.dbusPerHour(spec) : valueAt(spec, path);
}
