import { invalid, type Kind } from "./catalog-errors.js";

/** Longest name, in bytes: it is the name of a folder, too. */
const LONGEST = 255;

/**
 * A name for a new object, in lower case.
 *
 * @param call what it is sent with, e.g. `CreateCatalog`
 * @throws {WorkspaceError} `INVALID_PARAMETER_VALUE` when it is empty, too long, or holds a dot, a
 * space, a slash or a control character
 */
export function newName(kind: Kind, call: string, name: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (!/^[^./ \u0000-\u001f\u007f]+$/.test(name) || Buffer.byteLength(name) > LONGEST) {
    throw invalid(
      `Invalid input: RPC ${call} Field managedcatalog.${kind}Info.name: name "${name}" is not a valid name. ` +
        `Valid names have 1 to ${LONGEST} bytes and no period, space, forward slash or control character.`,
    );
  }
  return name.toLowerCase();
}

/** The full name of an object, as it is kept. */
export function fullName(...names: readonly string[]): string {
  return names.join(".").toLowerCase();
}
