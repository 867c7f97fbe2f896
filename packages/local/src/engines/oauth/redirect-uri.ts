import { WorkspaceError } from "../../errors/index.js";

/** The addresses of a native application on the user's machine (RFC 8252 section 7.3). */
export const LOOPBACK: readonly string[] = ["http://localhost", "http://127.0.0.1", "http://[::1]"];

/**
 * Whether an address is one that the client registered: letter for letter, but for the port of
 * loopback addresses where `anyPort` is set.
 */
export function isRegistered(
  uri: string,
  registered: readonly string[],
  anyPort: boolean,
): boolean {
  if (registered.includes(uri)) return true;
  return anyPort && URL.canParse(uri) && registered.includes(withoutPort(uri) ?? "");
}

function withoutPort(uri: string): string | undefined {
  return /^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d{1,5}\/?$/.exec(uri)?.[1];
}

/**
 * Checks what an application registers.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` unless all are absolute, http(s), without fragment
 */
export function checkRedirectUrls(urls: readonly string[]): void {
  for (const url of urls) {
    if (URL.canParse(url) && /^https?:\/\//.test(url) && !url.includes("#")) continue;
    throw new WorkspaceError(
      "INVALID_PARAMETER_VALUE",
      `redirect_urls: '${url}' must be an absolute http or https URL without a fragment`,
    );
  }
}
