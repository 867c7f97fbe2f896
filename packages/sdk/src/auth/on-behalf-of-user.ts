import { ConfigError } from "../errors/index.js";
import { fixedHeaders, isHeaderText } from "./fixed-headers.js";
import type { CredentialsStrategy } from "./strategy.js";

/** The headers of a request, as `fetch` or `node:http` have them. */
export type RequestHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

const header = "x-forwarded-access-token";

/**
 * Databricks Apps: calls in the name of the user whose request is being answered, with the token
 * that the platform forwards. Give it as the `credentials` of a client that lives as long as the
 * request; what the app may do for its users is set in the app's user authorization.
 * The client's first call throws a `DefaultCredentialsError` when the request has no such token.
 *
 * @example new WorkspaceClient({ credentials: onBehalfOfUser(request.headers) })
 */
export function onBehalfOfUser(headers: RequestHeaders): CredentialsStrategy {
  const token = tokenIn(headers);
  return {
    name: "on-behalf-of-user",
    async configure() {
      if (token === "") {
        return {
          skipped: `the request has no ${header}: switch user authorization on for the app`,
        };
      }
      if (!isHeaderText(token)) throw new ConfigError(`${header} is no token`);
      return fixedHeaders({ authorization: `Bearer ${token}` });
    },
  };
}

function tokenIn(headers: RequestHeaders): string {
  if (hasGet(headers)) return headers.get(header) ?? "";
  const value = headers[header] ?? "";
  return typeof value === "string" ? value : (value[0] ?? "");
}

function hasGet(headers: RequestHeaders): headers is { get(name: string): string | null } {
  return typeof headers["get"] === "function";
}
