import type { OAuthToken } from "../../oauth/index.js";

/** When a token has to be replaced, in milliseconds since the Unix epoch. */
export interface Lifetime {
  /** From then on its successor is fetched in the background. */
  readonly freshUntil: number;
  /** From then on it is not used any more. */
  readonly usableUntil: number;
}

const minute = 60_000;
/** The longest time before its end at which a token is refreshed, and at which it is given up. */
const longestStale = 20 * minute;
const longestMargin = 40_000;
/** How long a token is used that had ended when it came. */
const benefitOfDoubt = 30_000;

/**
 * How long a token that came at `now` is good. It is given up 40 s before its end, so that it lasts
 * to the end of a call that begins with it and clocks may differ a little; a quarter of its life
 * before its end if that is less. A token that seems to have ended when it comes tells that this
 * machine's clock is ahead: it is used for a while all the same, and the service has the last word.
 */
export function lifetimeOf({ expiry }: OAuthToken, now: number): Lifetime {
  if (expiry === undefined) return { freshUntil: Infinity, usableUntil: Infinity };
  const life = expiry - now;
  if (life <= 0) return { freshUntil: Infinity, usableUntil: now + benefitOfDoubt };
  return {
    freshUntil: expiry - Math.min(life / 2, longestStale),
    usableUntil: expiry - Math.min(life / 4, longestMargin),
  };
}

/** How long a token is good that was kept somewhere: one that has ended gets no second chance. */
export function remainingOf(token: OAuthToken, now: number): Lifetime {
  const { expiry = Infinity } = token;
  return expiry > now ? lifetimeOf(token, now) : { freshUntil: expiry, usableUntil: expiry };
}
