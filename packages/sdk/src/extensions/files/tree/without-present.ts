import { InvalidRequestError } from "../../../errors/index.js";
import type { TreeEntry, TreeOptions } from "./options.js";
import type { TreePlan } from "./transfer-files.js";

/**
 * The files of a tree that are to be transferred, where some are at the target already. Throws an
 * {@link InvalidRequestError} that names one of them unless `overwrite` says what to do.
 */
export function withoutPresent(
  entries: readonly TreeEntry[],
  present: Iterable<string>,
  overwrite: TreeOptions["overwrite"] = false,
): TreePlan {
  const files = entries.filter(({ isDirectory }) => !isDirectory);
  const there = new Set(present);
  if (overwrite === true || there.size === 0) return { files, skipped: 0 };
  const missing = files.filter(({ path }) => !there.has(path));
  const skipped = files.length - missing.length;
  if (skipped === 0 || overwrite === "skip") return { files: missing, skipped };
  const path = files.find((file) => there.has(file.path))?.path ?? "";
  throw new InvalidRequestError(
    `${skipped} of ${files.length} files are at the target already, such as ${path}: ` +
      'set overwrite to true or "skip"',
    { field: "overwrite" },
  );
}
