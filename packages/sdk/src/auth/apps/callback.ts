import { OAuthError } from "../../errors/index.js";
import { refusal } from "../../oauth/index.js";
import type { ConsentData } from "./consent.js";

/** What a browser brings back: the callback's URL, its query, or the query's fields. */
export type CallbackParameters =
  | string
  | URL
  | URLSearchParams
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The code in a callback, if it answers this login
 * ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
 * Throws an {@link OAuthError} when it answers another one, and when it is a refusal.
 */
export function codeOf(callback: CallbackParameters, login: ConsentData): string {
  const parameters = parametersOf(callback);
  const endpoint = login.authorizationUrl.split("?", 1)[0] ?? "";
  if (parameters.get("state") !== login.state) {
    const message = "the callback's state is not that of this login: it answers another one";
    throw new OAuthError(`${message}, so it was refused`, { error: "state_mismatch", endpoint });
  }
  const error = parameters.get("error");
  if (error !== null) {
    const errorDescription = parameters.get("error_description") ?? undefined;
    throw refusal(endpoint, { error, errorDescription });
  }
  const code = parameters.get("code");
  if (code !== null && code !== "") return code;
  throw new OAuthError("the callback holds no code", { error: "invalid_response", endpoint });
}

/** The query of a callback; a parameter that is given twice counts as missing (RFC 6749 §3.1). */
function parametersOf(callback: CallbackParameters): URLSearchParams {
  if (callback instanceof URL) return unrepeated(callback.searchParams);
  if (callback instanceof URLSearchParams) return unrepeated(callback);
  if (typeof callback === "string") {
    const query = callback.includes("?") ? callback.slice(callback.indexOf("?") + 1) : callback;
    return unrepeated(new URLSearchParams(query.split("#", 1)[0]));
  }
  const given = Object.entries(callback).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  return new URLSearchParams(given);
}

function unrepeated(parameters: URLSearchParams): URLSearchParams {
  const kept = [...parameters].filter(([name]) => parameters.getAll(name).length === 1);
  return new URLSearchParams(kept);
}
