/**
 * A new `traceparent` header (W3C Trace Context §3.2): the call is the root of its own trace, not
 * sampled. Ids are no secrets, so the fastest source of random digits will do.
 */
export function createTraceparent(): string {
  return `00-${digits()}${digits()}${digits()}${digits()}-${digits()}${digits()}-00`;
}

/** Eight hexadecimal digits, the first of which is not zero, as no id may be all zeros. */
function digits(): string {
  return Math.floor(0x1000_0000 + Math.random() * 0xf000_0000).toString(16);
}
