import { InvalidRequestError } from "../../errors/index.js";
import { InvalidInput, stringifyJson } from "../../internal/index.js";
import type { Json } from "../json.js";

/** What a method of the cluster's dbutils is called with, in Python's ways. */
export interface RemoteArguments {
  readonly args?: readonly Json[];
  /** By name; those that are `undefined` are left out. */
  readonly kwargs?: Readonly<Record<string, Json | undefined>>;
}

/**
 * A Python script that calls a method of `dbutils` and exits with what it returns, as JSON. Named
 * tuples become objects. Arguments of positions that are `undefined` at the end are left out.
 * Throws an {@link InvalidRequestError} for a method that is no name, and for arguments that are not
 * JSON.
 */
export function pythonScript(method: string, { args = [], kwargs = {} }: RemoteArguments): string {
  if (!/^[a-z_]\w*(\.[a-z_]\w*)*$/i.test(method)) {
    throw new InvalidRequestError(
      `${JSON.stringify(method)} is no method of dbutils; give a name such as "fs.ls"`,
      { field: "method" },
    );
  }
  const length = args.findLastIndex((value) => value !== undefined) + 1;
  const given = `[${jsonOf(args.slice(0, length), "args")},${jsonOf(kwargs, "kwargs")}]`;
  // A text in JSON is one in Python, too, as long as it is ASCII.
  return `${helpers}
args, kwargs = json.loads(${asciiOnly(JSON.stringify(given))})
dbutils.notebook.exit(json.dumps(plain(dbutils.${method}(*args, **kwargs))))
`;
}

/** Comes first, so that logs, which cut texts after some characters, do not come to the arguments. */
const helpers = `import json

def plain(value):
    """What json.dumps takes: named tuples and data classes as objects."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    elif hasattr(value, "__dataclass_fields__"):
        value = vars(value)
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(inner) for inner in value]
    return value
`;

function jsonOf(value: unknown, field: string): string {
  try {
    return stringifyJson(value, field);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidRequestError(error.message, { field: error.field, cause: error });
  }
}

function asciiOnly(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
