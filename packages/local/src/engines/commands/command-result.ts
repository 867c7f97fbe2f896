/** What a command gave, by the API's names. */
export interface CommandResult {
  /** `text`, `table`, `image`, `images` or `error`. */
  readonly resultType: string;
  /** The text, or the rows of the table; with an error what was printed before it. */
  readonly data?: unknown;
  /** The columns of the table. */
  readonly schema?: readonly Readonly<Record<string, unknown>>[];
  /** Whether `data` is not all there was. */
  readonly truncated?: boolean;
  readonly isJsonSchema?: boolean;
  /** Images as data URLs. */
  readonly fileName?: string;
  readonly fileNames?: readonly string[];
  /** The error in one line, with the name of its class in a tag of HTML. */
  readonly summary?: string;
  /** The whole traceback. */
  readonly cause?: string;
  /** Where in the command the error is, if it cannot be read. */
  readonly pos?: number;
}

/** An error that no program raised. */
export function errorResult(summary: string, cause: string = summary): CommandResult {
  return { resultType: "error", summary, cause };
}
