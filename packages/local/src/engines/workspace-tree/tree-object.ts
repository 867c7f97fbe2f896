import type { NotebookFormat } from "./object-index.js";
import type { Language } from "./notebooks/index.js";
import type { GitFolder, ObjectKind } from "./ports.js";

/** Something in the tree of the workspace. */
export interface TreeObject {
  readonly kind: ObjectKind;
  readonly id: number;
  readonly path: string;
  /** Where it lies on this machine. */
  readonly file: string;
  /** Of notebooks. */
  readonly language?: Language;
  readonly format?: NotebookFormat;
  /** Of notebooks and files: milliseconds since the Unix epoch. */
  readonly createdAt?: number;
  readonly modifiedAt?: number;
  /** Of files, in bytes. */
  readonly size?: number;
  /** The Git folder that it is, or is in. */
  readonly gitFolder?: GitFolder;
}

/** Whether objects can be in it. */
export function isFolder({ kind }: Pick<TreeObject, "kind">): boolean {
  return kind === "directories" || kind === "repos";
}
