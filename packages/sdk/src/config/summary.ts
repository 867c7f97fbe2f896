import type { AttributeValue } from "./attribute.js";
import { attributes } from "./attributes.js";
import type { Settings } from "./setting.js";

/**
 * One line on what is configured: `Config: host=…, token=***. Env: DATABRICKS_HOST`. Values of
 * sensitive attributes are masked, defaults and hidden attributes left out.
 */
export function summarise(settings: Settings): string {
  const shown = attributes.filter(({ name, hidden }) => {
    const kind = settings.get(name)?.origin.kind;
    return !hidden && kind !== undefined && kind !== "default";
  });
  const values = shown.map(({ name, sensitive }) => {
    const value = settings.get(name)?.value ?? "";
    return `${name}=${sensitive ? "***" : text(value)}`;
  });
  const variables = shown.flatMap(({ name }) => {
    const origin = settings.get(name)?.origin;
    return origin?.kind === "environment" ? [origin.variable] : [];
  });
  const env = variables.length === 0 ? "" : `. Env: ${variables.join(", ")}`;
  return `Config: ${values.length === 0 ? "<empty>" : values.join(", ")}${env}`;
}

/** The same as data: every attribute but defaults and hidden ones, secrets as `***`. */
export function toSafeObject(settings: Settings): Record<string, AttributeValue> {
  const entries = attributes.flatMap(({ name, sensitive, hidden }) => {
    const setting = settings.get(name);
    if (setting === undefined || hidden || setting.origin.kind === "default") return [];
    return [[name, sensitive ? "***" : setting.value] as const];
  });
  return Object.fromEntries(entries);
}

function text(value: AttributeValue): string {
  return typeof value === "object" ? value.join(",") : String(value);
}
