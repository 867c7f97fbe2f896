const token = /^[A-Za-z0-9_.+-]+$/;
// semver.org's grammar; the patch may be left out, and minor and patch may be "x".
const semanticVersion =
  /^(0|[1-9]\d*)\.(x|0|[1-9]\d*)(\.(x|0|[1-9]\d*))?(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** Throws a RangeError naming the value unless it is letters, digits and `_ . + -` only. */
export function checkToken(what: string, value: string): void {
  if (token.test(value)) return;
  throw new RangeError(
    `user agent: ${what} ${JSON.stringify(value)} may only hold letters, digits and _ . + -`,
  );
}

/** Throws a RangeError naming the value unless it is a semantic version, e.g. `1.2.3-beta.1`. */
export function checkVersion(what: string, value: string): void {
  if (semanticVersion.test(value)) return;
  throw new RangeError(
    `user agent: ${what} ${JSON.stringify(value)} is no semantic version, e.g. 1.2.3`,
  );
}

/** Throws a RangeError naming the key or the value unless both are allowed in a user agent. */
export function checkExtra(key: string, value: string): void {
  checkToken("key", key);
  checkToken(`value of ${key}`, value);
}

/** The text with `-` in the place of every character that a user agent's part may not hold. */
export function sanitize(value: string): string {
  return value.replace(/[^A-Za-z0-9_.+-]/g, "-");
}
