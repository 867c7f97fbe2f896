// RFC 9110 §5.6.7; not asctime's form, which Date.parse takes for local time.
const httpDate = /^[A-Z][a-z]+, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/;

/**
 * The milliseconds that a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds, or a date);
 * `undefined` when it is absent or neither.
 */
export function retryAfterOf(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!httpDate.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The milliseconds of a duration as on the wire, e.g. `1.5s`; `undefined` when it is none. */
export function durationOf(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d{1,9})?)s$/.exec(text ?? "");
  return match === null ? undefined : Math.ceil(Number(match[1]) * 1000);
}
