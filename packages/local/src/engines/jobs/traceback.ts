/** What a Python program said when an exception ended it. */
export interface PythonError {
  /** The exception: `ZeroDivisionError: division by zero`. */
  readonly error: string;
  /** The whole traceback. */
  readonly trace: string;
}

const HEADER = /^Traceback \(most recent call last\):\r?$/gm;

/** The last traceback in an output; undefined: there is none. */
export function lastTraceback(output: string): PythonError | undefined {
  const header = [...output.matchAll(HEADER)].at(-1);
  if (!header) return undefined;
  const trace = output.slice(header.index).trimEnd();
  const lines = trace.split(/\r?\n/);
  // Frames are indented; the exception is the first line that is not, and may have more lines.
  const start = lines.findIndex((line, index) => index > 0 && /^\S/.test(line));
  return { error: start < 0 ? "Unknown error" : lines.slice(start).join("\n"), trace };
}
