import type { Rule, Rules } from "./rule.js";

/** The key of the runtime that an alias such as `auto:latest-lts` stands for at present. */
export type RuntimeOf = (alias: string) => string | undefined;

/** Rules in which aliases of runtimes are replaced by what they stand for. */
export function withRuntimes(rules: Rules, runtimeOf: RuntimeOf): Rules {
  const rule = rules.get("spark_version");
  if (!rule) return rules;
  const replaced = Object.fromEntries(
    Object.entries(rule).map(([name, value]) => [name, replace(value, runtimeOf)]),
  ) as unknown as Rule;
  return new Map([...rules, ["spark_version", replaced]]);
}

function replace(value: unknown, runtimeOf: RuntimeOf): unknown {
  if (Array.isArray(value)) return value.map((item) => replace(item, runtimeOf));
  const isAlias = typeof value === "string" && value.startsWith("auto:");
  return isAlias ? (runtimeOf(value) ?? value) : value;
}
