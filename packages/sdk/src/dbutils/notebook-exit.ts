import { DatabricksError } from "../errors/index.js";

/** What `dbutils.notebook.exit` throws: the program is to end, and has this to say. */
export class NotebookExit extends DatabricksError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "NotebookExit", configurable: true });
  }

  readonly #value: string;

  constructor(value: string) {
    super("dbutils.notebook.exit was called; catch NotebookExit where the program ends");
    this.#value = value;
  }

  /** What the program gave. */
  get value(): string {
    return this.#value;
  }
}
