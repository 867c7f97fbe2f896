import { help } from "./help.js";
import type { Session } from "./session.js";

/** `dbutils.library`: the Python on the cluster that the calls of this `dbutils` run in. */
export class LibraryUtils {
  readonly #session: Session;

  /** Made by `DBUtils`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Ends the Python process on the cluster: what comes next runs in a new one, which sees libraries
   * that were installed meanwhile and keeps no variables.
   */
  restartPython(): Promise<void> {
    return this.#session.close();
  }

  /** What a method does, or all of them. */
  async help(method?: string): Promise<string> {
    return help("library", method);
  }
}
