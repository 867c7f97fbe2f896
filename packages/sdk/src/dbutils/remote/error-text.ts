/** What a failed command says of itself. */
export interface ErrorText {
  /** The exception's class without its package, e.g. `ExecutionError`; empty where it has none. */
  readonly exception: string;
  readonly text: string;
}

/** The texts of a failed command's results. */
export interface FailedResults {
  /** One line or a few, with HTML in it. */
  readonly summary?: string | undefined;
  /** The stack trace. */
  readonly cause?: string | undefined;
}

/**
 * What went wrong, from what the command execution API tells: the exception that the summary names;
 * else the storage's answer in the trace; else the trace's error message; else the whole summary.
 */
export function errorText({ summary = "", cause = "" }: FailedResults): ErrorText {
  const plain = decodeEntities(summary.replace(/<[^>]*>/g, "")).trim();
  return (
    exceptionIn(plain) ??
    storageErrorIn(cause) ??
    errorMessageIn(cause) ??
    withoutClass(plain || "the command failed and did not say why")
  );
}

/** `SomeException: text`, if all lines that have one agree: nested ones are often repeated. */
function exceptionIn(summary: string): ErrorText | undefined {
  const found = summary.split("\n").flatMap((line) => exceptionOf(line) ?? []);
  const [first] = found;
  return found.every(({ text }) => text === first?.text) ? first : undefined;
}

/** The last one in its line is the innermost. */
function exceptionOf(line: string): ErrorText | undefined {
  const mark = "Exception: ";
  const at = line.lastIndexOf(mark);
  if (at === -1) return undefined;
  const [prefix = ""] = /\w*$/.exec(line.slice(0, at)) ?? [];
  const text = line.slice(at + mark.length).replace("; nested exception is:", "");
  return { exception: `${prefix}Exception`, text: text.trim() };
}

function storageErrorIn(cause: string): ErrorText | undefined {
  const match = /ExecutionError: ([\s\S]*?)\n(StatusCode=\d*)\n(StatusDescription=.*)/
    .exec(cause)
    ?.slice(1);
  return match === undefined
    ? undefined
    : { exception: "ExecutionError", text: match.map((part) => part.trim()).join("\n") };
}

function errorMessageIn(cause: string): ErrorText | undefined {
  const text = /ErrorMessage=(.+)/.exec(cause)?.[1]?.trim();
  return text === undefined ? undefined : { exception: "", text };
}

/** `ZeroDivisionError: division by zero` begins with its class, too. */
function withoutClass(summary: string): ErrorText {
  const [, exception = "", text = summary] =
    /^(?:\w+\.)*(\w+(?:Error|Exit|Interrupt)): ([\s\S]*)$/.exec(summary) ?? [];
  return { exception, text };
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (entity, hex, decimal, name) => {
      if (name !== undefined) return named[name as string] ?? entity;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    },
  );
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  nbsp: " ",
  quot: '"',
};
