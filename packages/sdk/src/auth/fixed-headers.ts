import type { Credentials } from "./strategy.js";

/** Credentials that never change; the one promise is shared by all requests. */
export function fixedHeaders(headers: Readonly<Record<string, string>>): Credentials {
  const settled = Promise.resolve(Object.freeze({ ...headers }));
  return { headers: () => settled };
}

/** Whether a header can hold a token: visible ASCII characters, without white space. */
export function isHeaderText(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}
