import { DatabricksError } from "../../../errors/index.js";
import type { TreeResult } from "./options.js";

/** What a {@link TreeTransferFailed} tells. */
export interface TreeTransferFailedInit {
  /** The file, below the top of the tree. */
  readonly path: string;
  readonly result: TreeResult;
  readonly cause: unknown;
}

/**
 * One file of a tree could not be transferred, so the rest was not either. Files that were complete
 * by then are where they belong; nothing is left of the others. The cause is what went wrong.
 */
export class TreeTransferFailed extends DatabricksError {
  static {
    Object.defineProperty(this.prototype, "name", {
      value: "TreeTransferFailed",
      configurable: true,
    });
  }

  /** The file, below the top of the tree. */
  readonly path: string;
  /** What was transferred, files included that were complete only after this one had failed. */
  readonly result: TreeResult;

  constructor({ path, result, cause }: TreeTransferFailedInit) {
    const { message } = cause instanceof Error ? cause : new Error(String(cause));
    const files = result.files === 1 ? "1 file was" : `${result.files} files were`;
    super(`${path}: ${message} (${files} complete by then)`, { cause });
    this.path = path;
    this.result = result;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), path: this.path, result: this.result };
  }
}
