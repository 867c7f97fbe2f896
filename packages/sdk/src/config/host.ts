/**
 * Reduces a host to scheme and authority: adds `https://` where there is no scheme, drops path,
 * query and fragment, keeps an explicit port. Blank text counts as unset.
 * Throws a `RangeError` for what is no http(s) address, or holds a user name or password.
 */
export function normaliseHost(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const url = parse(address);
  if (url.username !== "" || url.password !== "") {
    throw new RangeError("must not contain a user name or password; set username and password");
  }
  // `URL` drops a port that is the scheme's own, but the caller's text decides what is sent.
  const port = /:(\d+)$/.exec(/^[^:]+:\/\/([^/?#\\]*)/.exec(address)?.[1] ?? "");
  return `${url.protocol}//${url.hostname}${port === null ? "" : `:${Number(port[1])}`}`;
}

function parse(address: string): URL {
  if (!URL.canParse(address)) throw new RangeError(expected);
  const url = new URL(address);
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.hostname === "") {
    throw new RangeError(expected);
  }
  return url;
}

const expected = "must be an address such as https://dbc-a1b2.cloud.databricks.com";
