import type { AttributeName, ConfigAttributes, DefaultedAttributes } from "./options.js";

/** How the text of an attribute is read. */
export type AttributeType = "string" | "boolean" | "integer" | "number" | "list" | "json";

/** The authentication methods that share attributes; setting those of two is ambiguous. */
export type AuthFamily =
  | "pat"
  | "basic"
  | "oauth"
  | "env-oidc"
  | "file-oidc"
  | "azure"
  | "google"
  | "metadata-service";

/** Any attribute's value. */
export type AttributeValue = string | number | boolean | readonly string[];

/** One configuration attribute: all that the loader, the checks and the summary know. */
export interface Attribute {
  /** As in `ConfigOptions`, camelCase. */
  readonly name: AttributeName;
  /** The key in a profile, snake_case; absent where a profile can't set the attribute. */
  readonly profileKey?: string;
  /** Environment variables, the first that is set wins. */
  readonly env: readonly string[];
  readonly type: AttributeType;
  /** Its value is never shown. */
  readonly sensitive: boolean;
  /** The debug summary leaves it out. */
  readonly hidden: boolean;
  readonly family?: AuthFamily;
  readonly default?: AttributeValue;
  /** The least number that is accepted. */
  readonly minimum?: number;
  /**
   * Brings a text into its one form; `undefined` counts as unset.
   * Throws a `RangeError` whose message says what is expected, without the value.
   */
  readonly normalise?: (text: string) => string | undefined;
}

/** What the table says of one attribute; the compiler holds it against the attribute's type. */
export type AttributeFacts<Name extends AttributeName> = Pick<
  Attribute,
  "family" | "minimum" | "normalise"
> & {
  readonly env?: readonly string[];
  readonly type: TypeName<NonNullable<ConfigAttributes[Name]>>;
  readonly sensitive?: true;
  readonly hidden?: true;
  /** Set on the attributes that choose the profile. */
  readonly notInProfile?: true;
} & (Name extends keyof DefaultedAttributes
    ? { readonly default: DefaultedAttributes[Name] }
    : { readonly default?: never });

type TypeName<Value> = Value extends boolean
  ? "boolean"
  : Value extends number
    ? "integer" | "number"
    : Value extends readonly string[]
      ? "list"
      : "string" | "json";
