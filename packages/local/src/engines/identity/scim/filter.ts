import type { AttributePath } from "./attribute-path.js";

/** How an attribute is compared, RFC 7644 section 3.4.2.2. */
export type Operator = "co" | "eq" | "ew" | "ge" | "gt" | "le" | "lt" | "ne" | "sw";

/** What an attribute is compared with. */
export interface Literal {
  readonly value: boolean | number | string | null;
  /** As it was written, without quotation marks. */
  readonly text: string;
}

/** A filter as it was understood. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly of: readonly Filter[] }
  | { readonly kind: "not"; readonly of: Filter }
  | { readonly kind: "present"; readonly path: AttributePath }
  | {
      readonly kind: "compare";
      readonly path: AttributePath;
      readonly operator: Operator;
      readonly literal: Literal;
    }
  /** One of the values of an attribute fits as a whole: `emails[type eq "work" and ...]`. */
  | { readonly kind: "some"; readonly path: AttributePath; readonly of: Filter };
