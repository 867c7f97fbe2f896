import { InvalidRequestError } from "../errors/index.js";

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The caller's headers with lower-case names (RFC 9110 §5). Throws an {@link InvalidRequestError}
 * for a name or value that would not be one header; the value itself is not shown.
 */
export function callerHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => {
      if (token.test(name) && typeof text === "string" && value.test(text)) {
        return [name.toLowerCase(), text];
      }
      const field = `headers[${JSON.stringify(name)}]`;
      throw new InvalidRequestError(`${field} is not a valid HTTP header`, { field });
    }),
  );
}
