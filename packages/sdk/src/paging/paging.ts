/** How an operation splits its result into pages: data written by the generator, acted on by `Paged`. */
export type Paging = TokenPaging | OffsetPaging | PageNumberPaging | NextRequestPaging | SinglePage;

interface PagingBase {
  /** The response field with the items; absent where the response itself is the array. */
  readonly items?: string;
  /** Request fields that are set when the caller left them out. */
  readonly defaults?: Readonly<Record<string, number>>;
}

/** The response names the next page: `[request field, response field]`. */
export interface TokenPaging extends PagingBase {
  readonly kind: "token";
  readonly token: readonly [request: string, response: string];
}

/** The next page starts after the items received so far; an empty page is the last. */
export interface OffsetPaging extends PagingBase {
  readonly kind: "offset";
  readonly offset: string;
  /** The first offset; what the caller gave is overwritten. */
  readonly start: number;
  /** Items whose value of this field was seen before are dropped. */
  readonly dedupe?: string;
}

/** Pages have numbers; an empty page is the last. */
export interface PageNumberPaging extends PagingBase {
  readonly kind: "page";
  readonly page: string;
  /** The first page's number; what the caller gave is overwritten. */
  readonly start: number;
}

/** The response holds the whole next request in this field. */
export interface NextRequestPaging extends PagingBase {
  readonly kind: "next-request";
  readonly next: string;
}

/** Everything comes in one response. */
export interface SinglePage extends PagingBase {
  readonly kind: "single";
}
