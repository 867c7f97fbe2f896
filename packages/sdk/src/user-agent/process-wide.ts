import { checkExtra, checkToken, checkVersion } from "./validate.js";

type Part = readonly [key: string, value: string];

const unknown: Part = ["unknown", "0.0.0"];
let product: Part = unknown;
let extras: readonly Part[] = [];

/**
 * Names the program in the user agent of every client of this process that names none itself.
 *
 * @param name Letters, digits and `_ . + -`.
 * @param version A semantic version.
 * @throws RangeError naming what is not allowed.
 */
export function withProduct(name: string, version: string): void {
  checkToken("product", name);
  checkVersion("product version", version);
  product = [name, version];
}

/** Adds `partner/<name>` to the user agent of every client of this process. */
export function withPartner(name: string): void {
  withUserAgentExtra("partner", name);
}

/**
 * Adds `key/value` to the user agent of every client of this process, once.
 *
 * @throws RangeError naming what is not allowed: anything but letters, digits and `_ . + -`.
 */
export function withUserAgentExtra(key: string, value: string): void {
  checkExtra(key, value);
  if (extras.some(([k, v]) => k === key && v === value)) return;
  extras = [...extras, [key, value]];
}

/** The product set for the process; `unknown/0.0.0` before. */
export function processProduct(): Part {
  return product;
}

/** The extras set for the process, in the order they came. */
export function processExtras(): readonly Part[] {
  return extras;
}

/** Forgets product and extras, for tests. */
export function resetProcessWide(): void {
  product = unknown;
  extras = [];
}
