import * as path from "node:path";
import { makeTemporaryFolder, removeTemporaryFolder } from "../../processes/index.js";

/** The folder that an engine keeps its files in: a given one, or a temporary one. */
export class WorkFolder {
  readonly path: string;
  readonly #temporary: boolean;

  /**
   * @param folder made if need be. Without one: a temporary folder, gone after `close()`
   * @param label names a temporary folder, for who looks at this machine's
   */
  constructor(folder: string | undefined, label: string) {
    this.#temporary = folder === undefined;
    this.path = path.resolve(folder ?? makeTemporaryFolder(label));
  }

  /** Removes the folder if it was a temporary one. */
  close(): void {
    if (this.#temporary) removeTemporaryFolder(this.path);
  }
}
