import type { Spec } from "./attribute-path.js";
import { partsOf, valueAt, withoutValue, withValue } from "./attribute-path.js";
import { valueOf, type Violation } from "./apply-rules.js";
import { checkValue } from "./check-value.js";
import type { Rule, Rules } from "./rule.js";

/** A change that makes a cluster obey its policy, by the API's names. */
export interface SettingsChange {
  readonly field: string;
  readonly previous_value: string;
  readonly new_value: string;
}

/** How a cluster is made to obey its policy. */
export interface Remedy {
  /** As it is to be asked for from now on. */
  readonly spec: Spec;
  readonly changes: readonly SettingsChange[];
  /** What the policy forbids without saying what would do. */
  readonly unresolved: readonly Violation[];
}

/** Rules about what was asked for, and rules about what came of it. */
export interface SplitRules {
  readonly forbidden: Rules;
  readonly limiting: Rules;
}

/** Why two: what the platform fills in is not what a rule forbids to ask for. */
export function splitRules(rules: Rules): SplitRules {
  const of = (forbidden: boolean): Rules =>
    new Map([...rules].filter(([, { type }]) => (type === "forbidden") === forbidden));
  return { forbidden: of(true), limiting: of(false) };
}

/** Works out what has to change about a cluster that breaks rules. */
export function remedyOf(
  rules: Rules,
  { spec, settings }: { readonly spec: Spec; readonly settings: Spec },
  violations: readonly Violation[],
): Remedy {
  const unresolved: Violation[] = [];
  const changes: SettingsChange[] = [];
  let remedied = spec;
  // Why from the end: what is taken from a list moves what comes after it.
  for (const violation of violations.toReversed()) {
    const { path } = violation;
    const rule = ruleOf(rules, path);
    const value = rule && obeying(rule);
    if (rule?.type === "forbidden") remedied = withoutValue(remedied, placeOf(path));
    else if (value !== undefined) remedied = withValue(remedied, path, value);
    else unresolved.unshift(violation);
    const previous = valueAt(rule?.type === "forbidden" ? spec : settings, path);
    changes.unshift({ field: path, previous_value: textOf(previous), new_value: textOf(value) });
  }
  return { spec: remedied, changes, unresolved };
}

/** The rule that a violation is of: the path's own, or that of all elements of its list. */
function ruleOf(rules: Rules, path: string): Rule | undefined {
  const [head, , ...rest] = partsOf(path);
  return rules.get(path) ?? rules.get([head, "*", ...rest].join("."));
}

/** A value that a rule allows; undefined: it names none. */
function obeying(rule: Rule): unknown {
  const value = valueOf(rule, true);
  return value !== undefined && checkValue(rule, value) === undefined ? value : undefined;
}

/** What is to go: of a list, the whole element. */
function placeOf(path: string): string {
  const [head = "", index = ""] = partsOf(path);
  return /^\d+$/.test(index) ? `${head}.${index}` : path;
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
