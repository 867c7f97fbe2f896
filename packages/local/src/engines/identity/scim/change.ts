import type { Filter } from "./filter.js";

/** What is to be done with an attribute. */
export interface Change {
  readonly op: "add" | "remove" | "replace";
  /** The name as the schema spells it. */
  readonly name: string;
  readonly part: string | undefined;
  /** Only values of the attribute that fit. */
  readonly filter: Filter | undefined;
  readonly value: unknown;
}
