import { InvalidResponseError } from "../../errors/index.js";
import { maskSecrets, parseJson } from "../../internal/index.js";
import type { CommandStatusResponse, Results } from "../../services/compute/index.gen.js";
import type { Json } from "../json.js";
import { errorText } from "./error-text.js";
import { RemoteError } from "./remote-error.js";

/**
 * What a method returned, from the command that ran it.
 * Throws a {@link RemoteError} when it failed, without the given secrets in it, and an
 * {@link InvalidResponseError} when what came is not what the script exits with.
 */
export function readResult(
  method: string,
  { status, results = {} }: CommandStatusResponse,
  secrets: readonly string[],
): Json {
  if (status === "Error" || results.resultType === "error") {
    const { exception, text } = errorText(results);
    const trace = maskSecrets((results.cause ?? "").replace(colours, ""), secrets);
    throw new RemoteError({ method, exception, text: maskSecrets(text, secrets), trace });
  }
  return valueOf(method, results);
}

function valueOf(method: string, { data, truncated, resultType }: Results): Json {
  if (truncated === true) throw unreadable(method, "the service cut it short");
  if (resultType !== "text" || typeof data !== "string")
    throw unreadable(method, `it is of the kind "${resultType}"`);
  try {
    return parseJson(data) as Json; // JSON is what `Json` describes
  } catch {
    // Not as the cause: its message might show a part of the result.
    throw unreadable(method, "it is not JSON");
  }
}

function unreadable(method: string, why: string): InvalidResponseError {
  return new InvalidResponseError(`what dbutils.${method} returned can't be read: ${why}`);
}

// oxlint-disable-next-line no-control-regex -- a terminal's colours begin with a control character
const colours = /\u001b\[[0-?]*[ -/]*[@-~]/g;
