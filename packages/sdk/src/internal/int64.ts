/**
 * A 64-bit integer: a `number` where it holds the value exactly, a `bigint` beyond
 * `Number.MAX_SAFE_INTEGER`. Responses follow this rule; requests take either.
 */
export type Int64 = number | bigint;
