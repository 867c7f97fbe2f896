import type { Handlers } from "../contract/index.js";
import { callExternalFunction, type ExternalFunctionHandlers } from "../engines/serving/index.js";
import { WorkspaceError } from "../errors/index.js";
import { Reply } from "../http/context.js";
import { responseToReply } from "./response-to-reply.js";

/** Serves `httpRequest` of `serving.ServingEndpointsAPI`. */
export function externalFunctionsHandlers(
  functions: ExternalFunctionHandlers,
): Pick<Handlers["serving.ServingEndpointsAPI"], "httpRequest"> {
  return {
    httpRequest: async (request, { principal, signal }) => {
      const reply = await callExternalFunction(functions, {
        connection: request.connection_name,
        method: request.method,
        path: request.path,
        headers: texts("headers", request.headers),
        params: texts("params", request.params),
        json: request.json === undefined ? undefined : parse("json", request.json),
        body: request.body,
        subDomain: request.sub_domain,
        userName: principal.userName,
        signal,
      });
      if (reply instanceof Response) return responseToReply(reply);
      if (typeof reply === "string") return new Reply(200, reply, { "content-type": "text/plain" });
      return new Reply(200, reply);
    },
  };
}

/** A JSON object of texts, as the API has headers and parameters. */
function texts(field: string, json = "{}"): Record<string, string> {
  const value = parse(field, json);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(`${field} must be the text of a JSON object.`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, String(item)]));
}

function parse(field: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid(`${field} must be the text of JSON.`);
  }
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
