import { scimError, type Resource, type ScimValue } from "./scim/index.js";
import type { PrincipalRecord } from "./records.js";
import type { View } from "./view.js";

/** An attribute with these values, or none where there are none. */
export function refs(name: string, values: readonly string[]): Resource {
  return values.length === 0 ? {} : { [name]: values.map((value) => ({ value })) };
}

/** The values of an attribute that has several, each once. */
export function attributeValues(resource: Resource, name: string): readonly string[] {
  return [...new Set(complexValues(resource, name).map(({ value }) => value))];
}

/** The values of an attribute that has several, with what is said of each. */
export function complexValues(resource: Resource, name: string): readonly ScimValue[] {
  const items = [resource[name] ?? []].flat() as Readonly<Record<string, unknown>>[];
  return items.map((item) => {
    const { value, display, primary, type } = item;
    if (typeof value !== "string" || value === "") {
      throw scimError("invalidValue", `Invalid value for ${name}: each must have a value.`);
    }
    return {
      value,
      ...(typeof display === "string" && { display }),
      ...(typeof primary === "boolean" && { primary }),
      ...(typeof type === "string" && { type }),
    };
  });
}

/** An attribute that is text; empty text is none. */
export function textOf(resource: Resource, name: string): string | undefined {
  const value = resource[name];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** The groups of somebody as SCIM shows them. */
export function groupsAttribute(record: PrincipalRecord, view: View): Resource {
  const groups = view.groupsOf(record).map(({ group, type }) => ({
    display: group.displayName,
    type,
    value: group.id,
    $ref: `Groups/${group.id}`,
  }));
  return groups.length === 0 ? {} : { groups };
}

/**
 * Holds a name that is chosen once against what it is.
 *
 * @throws WorkspaceError when it is to change
 */
export function checkUnchanged(name: string, before: string, after: string | undefined): void {
  if (after === undefined || after.toLowerCase() === before.toLowerCase()) return;
  throw scimError("mutability", `${name} can't be changed: it is ${before}.`);
}
