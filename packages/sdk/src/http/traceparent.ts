/** Two digits for each byte: `toString(16)` takes longer than all the rest of a call's headers. */
const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A new `traceparent` header (W3C Trace Context §3.2): the call is the root of its own trace, not
 * sampled. Ids are no secrets, so the fastest source of random digits will do.
 */
export function createTraceparent(): string {
  return `00-${randomDigits(16)}-${randomDigits(8)}-00`;
}

function randomDigits(bytes: number): string {
  let text = "";
  for (let count = 0; count < bytes; count++) text += digits[Math.floor(Math.random() * 256)];
  return text;
}
