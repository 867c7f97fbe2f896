import { ConfigError } from "../../errors/index.js";
import { builtin, parseJson } from "../../internal/index.js";

/** What a Google credentials file holds. */
export type GoogleFile = Readonly<Record<string, unknown>>;

/**
 * Reads Google credentials: JSON text, or the path of a file with it.
 * Throws a {@link ConfigError} about `attribute` that shows nothing of the text.
 */
export async function readGoogleFile(
  textOrPath: string,
  attribute: string | undefined,
): Promise<GoogleFile> {
  const place = attribute ?? textOrPath;
  const init = attribute === undefined ? {} : { attribute };
  const isText = textOrPath.trimStart().startsWith("{");
  const text = isText ? textOrPath : await readText(textOrPath);
  if (text === undefined) {
    throw new ConfigError(
      `${place} is neither JSON text nor the path of a file that can be read`,
      init,
    );
  }
  const json = parse(text);
  if (json !== undefined) return json;
  throw new ConfigError(`${place} holds no JSON object`, init);
}

/** The text of a file; `undefined` when it can't be read. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await builtin("node:fs/promises")?.readFile(path, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text: string): GoogleFile | undefined {
  try {
    const json = parseJson(text);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? (json as GoogleFile)
      : undefined;
  } catch {
    return undefined;
  }
}
