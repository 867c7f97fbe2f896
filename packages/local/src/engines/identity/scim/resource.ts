/** A SCIM resource: attributes by their names as the schema spells them. */
export type Resource = Readonly<Record<string, unknown>>;

/** A value of an attribute that has several. */
export interface ScimValue {
  readonly value: string;
  readonly display?: string;
  readonly primary?: boolean;
  readonly type?: string;
  readonly $ref?: string;
}

/** What may be done with an attribute, RFC 7643 section 2.2. */
export interface AttributeRule {
  /** `multiple`: an array of objects with a `value`; `complex`: one object. Default: one value. */
  readonly kind?: "boolean" | "complex" | "multiple";
  /** The server decides. Requests to change it are refused, or ignored where it is one of many. */
  readonly readOnly?: true;
  /** Removing it where it is not set is an error. */
  readonly strict?: true;
}

/** The attributes of a resource type by name. */
export type ResourceRules = Readonly<Record<string, AttributeRule>>;

/** A resource with another value for one attribute; undefined removes it. */
export function withAttribute(resource: Resource, name: string, value: unknown): Resource {
  const { [name]: _, ...rest } = resource;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** Whether a value is an object with named parts. */
export function isComplex(value: unknown): value is Resource {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
