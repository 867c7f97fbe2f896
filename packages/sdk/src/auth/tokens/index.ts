export { bearer } from "./bearer.js";
export { cachedTokenSource, type CachedTokenOptions } from "./cached-token-source.js";
export {
  diskTokenStore,
  type DiskTokenStoreOptions,
  tokenCacheKeys,
  tokenCachePath,
  type TokenStore,
} from "./disk-token-store.js";
export type { FetchToken, TokenOptions, TokenSource } from "./token-source.js";
