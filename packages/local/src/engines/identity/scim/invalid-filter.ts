import type { WorkspaceError } from "../../../errors/index.js";
import { scimError } from "./scim-error.js";

/** The error for a filter that cannot be read; its first words are those that clients look for. */
export function invalidFilter(filter: string, problem: string): WorkspaceError {
  const text = `Given filter operator is not supported. ${problem} in filter: ${filter}`;
  return scimError("invalidFilter", text);
}
