import { UrlExpired } from "./storage-failure.js";
import type { StorageUrl } from "./storage-url.js";

const renewals = 3;

/**
 * Uses an address, and new ones while they turn out to have expired, up to three times in a row.
 * After that it throws what storage answered.
 *
 * @param next Gets an address: the one that is there already, or, for `renewal` above 0, a new one.
 */
export async function withFreshUrl<T>(
  next: (renewal: number) => StorageUrl | Promise<StorageUrl>,
  use: (target: StorageUrl) => Promise<T>,
): Promise<T> {
  for (let renewal = 0; ; renewal++) {
    const target = await next(renewal);
    try {
      return await use(target);
    } catch (error) {
      if (!(error instanceof UrlExpired)) throw error;
      if (renewal >= renewals) throw error.answer;
    }
  }
}
