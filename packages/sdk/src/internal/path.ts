import { InvalidInput } from "./invalid-input.js";
import { percentEncode, scalarText } from "./scalar.js";

/**
 * Fills the holes of a path template (the `{x}` and `{+x}` of RFC 6570): `{x}` takes one segment,
 * `{+x}` a value whose slashes separate segments. Everything but RFC 3986's unreserved characters
 * is percent-encoded, segment by segment. Where `{+x}` follows a name directly, as in
 * `files{+file_path}`, its value brings the slash; one slash joins them whether or not it does.
 *
 * Throws {@link InvalidInput} when a value is missing, empty, not a scalar, or has a segment `.`
 * or `..`: URL parsers resolve these, percent-encoded or not (WHATWG URL, "double-dot URL path
 * segment"), so that another resource would be addressed.
 */
export function expandPath(template: string, values: Readonly<Record<string, unknown>>): string {
  if (!template.includes("{")) return template;
  return template.replace(
    /(\/?)\{(\+?)([^}]+)\}/g,
    (_hole, slash: string, multi: string, field: string) => {
      const text = valueText(field, Object.hasOwn(values, field) ? values[field] : undefined);
      if (multi === "") return slash + segment(field, text);
      const rest = text.startsWith("/") ? text.slice(1) : text;
      return `/${rest
        .split("/")
        .map((part) => segment(field, part))
        .join("/")}`;
    },
  );
}

function valueText(field: string, value: unknown): string {
  const text = scalarText(field, value);
  if (text !== undefined && text !== "") return text;
  const problem =
    value === undefined || value === null
      ? "is missing"
      : text === ""
        ? "is empty"
        : `is of type ${Array.isArray(value) ? "array" : typeof value}`;
  throw new InvalidInput(field, `${field} ${problem}: it is part of the path and needs a value`);
}

function segment(field: string, text: string): string {
  if (text === "." || text === "..") {
    throw new InvalidInput(
      field,
      `${field} has a segment "${text}", which would address another path: resolve it first`,
    );
  }
  return percentEncode(field, text);
}
