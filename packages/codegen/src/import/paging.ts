import type { PagingFacts } from "../model/index.js";
import { type Json, present } from "./schema.js";

/**
 * The paging extension. Where the request's field travels, the items' type and the field whose
 * emptiness ends the list follow from the operation and are not repeated.
 */
export function pagingExtension(paging: PagingFacts): Json {
  return present({
    kind: paging.kind,
    items: paging.items,
    request: paging.request_token ?? paging.offset_param ?? paging.page_param,
    response: paging.response_token ?? paging.response_next,
    dedupe: paging.dedupe,
    preset: paging.preset,
    default: paging.default,
  });
}
