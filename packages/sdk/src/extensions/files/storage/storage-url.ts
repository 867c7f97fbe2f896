import { InvalidResponseError } from "../../../errors/index.js";

/** An address in cloud storage that carries its own permission, and the headers it was signed with. */
export interface StorageUrl {
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An address as the service writes it. */
export interface WireUrl {
  readonly url?: string;
  readonly headers?: readonly { readonly name?: string; readonly value?: string }[];
}

/**
 * Reads an address that the service sent. Throws an {@link InvalidResponseError} when there is none.
 *
 * @param what What it is for, e.g. `part 3`.
 */
export function readStorageUrl(wire: WireUrl | undefined, what: string): StorageUrl {
  const { url, headers = [] } = wire ?? {};
  if (url === undefined || !URL.canParse(url)) {
    throw new InvalidResponseError(`the service named no address to storage for ${what}`);
  }
  const pairs = headers.map(({ name = "", value = "" }) => [name.toLowerCase(), value] as const);
  return { url, headers: Object.fromEntries(pairs.filter(([name]) => name !== "")) };
}

/** The time at which an address asked for now should expire: RFC 3339, in UTC. */
export function expireTime(now: number, lifetime: number): string {
  return new Date(now + lifetime).toISOString();
}
