import type { Attribute, AttributeValue } from "./attribute.js";
import type { AttributeName } from "./options.js";

/** Where a value came from. */
export type Origin =
  | { readonly kind: "argument" }
  | { readonly kind: "environment"; readonly variable: string }
  | { readonly kind: "profile"; readonly profile: string; readonly file: string }
  | { readonly kind: "metadata" }
  | { readonly kind: "azure" }
  | { readonly kind: "default" };

/** The value of an attribute, and where it came from. */
export interface Setting {
  readonly value: AttributeValue;
  readonly origin: Origin;
}

/** All that is set. */
export type Settings = ReadonlyMap<AttributeName, Setting>;

/** A text, or a value given in code, that has not been checked yet. */
export interface RawSetting {
  readonly raw: unknown;
  readonly origin: Origin;
}

/** Something that may know an attribute's value. */
export type Source = (attribute: Attribute) => RawSetting | undefined;

/** An origin in words that tell where to look, e.g. `environment variable DATABRICKS_HOST`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "argument":
      return "argument";
    case "environment":
      return `environment variable ${origin.variable}`;
    case "profile":
      return `profile ${origin.profile} in ${origin.file}`;
    case "metadata":
      return "host metadata";
    case "azure":
      return "Azure, by azureWorkspaceResourceId";
    case "default":
      return "default";
  }
}

/** Whether a value was learned from a service, and so depends on what else is configured. */
export function isLearned({ origin }: Setting): boolean {
  return origin.kind === "metadata" || origin.kind === "azure";
}

/** Whether somebody chose this value: it is neither a default nor a switch that is off. */
export function isChosen(setting: Setting | undefined): setting is Setting {
  return setting !== undefined && setting.origin.kind !== "default" && setting.value !== false;
}
