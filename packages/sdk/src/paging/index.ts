export { followPages } from "./follow.js";
export type { PageFetcher } from "./follow.js";
export type { Page, PageSource } from "./page.js";
export { Paged } from "./paged.js";
export type {
  NextRequestPaging,
  OffsetPaging,
  PageNumberPaging,
  Paging,
  SinglePage,
  TokenPaging,
} from "./paging.js";
