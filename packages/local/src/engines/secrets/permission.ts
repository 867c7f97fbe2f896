/** What somebody may do with a scope; each includes those before it. */
export type Permission = "READ" | "WRITE" | "MANAGE";

const ORDER: readonly Permission[] = ["READ", "WRITE", "MANAGE"];

/** Whether one permission includes another. */
export function includes(given: Permission, wanted: Permission): boolean {
  return ORDER.indexOf(given) >= ORDER.indexOf(wanted);
}
