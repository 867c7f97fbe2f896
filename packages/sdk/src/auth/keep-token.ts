import type { StrategyInput } from "./strategy.js";
import { cachedTokenSource } from "./tokens/index.js";
import type { FetchToken, TokenSource } from "./tokens/index.js";

/** A token source as the configuration wants it. */
export function keepToken({ config, context }: StrategyInput, fetchToken: FetchToken): TokenSource {
  const { clock, logger } = context;
  const asyncRefresh = config.disableAsyncTokenRefresh !== true;
  return cachedTokenSource(fetchToken, { clock, logger, asyncRefresh });
}
