import type { ApiRequest } from "../../api-client/index.js";
import { InvalidRequestError } from "../../errors/index.js";
import { InvalidInput, stringifyJson } from "../../internal/index.js";
import type { ExternalFunctionRequest } from "../../services/serving/index.gen.js";

/**
 * A request to a service behind a Unity Catalog connection. The API takes headers, parameters and
 * the JSON body as texts that hold JSON; objects are turned into these.
 */
export interface ExternalRequest extends Omit<
  ExternalFunctionRequest,
  "headers" | "json" | "params"
> {
  headers?: string | Readonly<Record<string, string>> | undefined;
  /** The body; an object, or text that is JSON already. */
  json?: string | object | undefined;
  /** The query. */
  params?: string | Readonly<Record<string, unknown>> | undefined;
}

/** The API's request for an {@link ExternalRequest}, whose response is passed on as it comes. */
export function externalFunctionCall(
  request: ExternalRequest,
): ApiRequest & { readonly raw: true } {
  const body = {
    ...request,
    headers: jsonText("headers", request.headers),
    json: jsonText("json", request.json),
    params: jsonText("params", request.params),
  };
  return {
    method: "POST",
    path: "/api/2.0/external-function",
    headers: { accept: "text/plain" },
    body,
    raw: true,
  };
}

function jsonText(field: string, value: string | object | undefined): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  try {
    return stringifyJson(value);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const place = `${field}.${error.field}`;
    throw new InvalidRequestError(`${place}: ${error.message}`, { field: place, cause: error });
  }
}
