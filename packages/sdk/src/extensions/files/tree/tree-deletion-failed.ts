import { DatabricksError } from "../../../errors/index.js";

/** What a {@link TreeDeletionFailed} tells. */
export interface TreeDeletionFailedInit {
  /** The file or directory. */
  readonly path: string;
  /** Files and directories that were to be deleted. */
  readonly all: number;
  /** Those of them that are left. */
  readonly left: readonly string[];
  readonly cause: unknown;
}

/**
 * A file or directory of a tree could not be deleted, so that others were not either. The cause is
 * what went wrong with the first.
 */
export class TreeDeletionFailed extends DatabricksError {
  static {
    Object.defineProperty(this.prototype, "name", {
      value: "TreeDeletionFailed",
      configurable: true,
    });
  }

  /** The file or directory. */
  readonly path: string;
  /** The files and directories that are left, of those that were to be deleted, in its order. */
  readonly left: readonly string[];

  constructor({ path, all, left, cause }: TreeDeletionFailedInit) {
    const { message } = cause instanceof Error ? cause : new Error(String(cause));
    super(`${path}: ${message} (${left.length} of ${all} files and directories are left)`, {
      cause,
    });
    this.path = path;
    this.left = left;
  }

  /** Of what is left, only the number: it may be much. */
  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), path: this.path, left: this.left.length };
  }
}
