/**
 * The named parameters among a program's arguments: `--name=value` and `--name value`. One without a
 * value is empty, the last of several counts, and what follows `--` is not read.
 */
export function commandLineParameters(args: readonly string[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const end = args.indexOf("--");
  const read = end === -1 ? args : args.slice(0, end);
  for (const [index, arg] of read.entries()) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg);
    if (match === null) continue;
    const [, name = "", value] = match;
    parameters.set(name, value ?? following(read[index + 1]));
  }
  return parameters;
}

function following(arg: string | undefined): string {
  return arg === undefined || arg.startsWith("--") ? "" : arg;
}
