import { canonical } from "./expected.js";
import type { Answer } from "./fake-transport.js";
import type { Operation, TypeRef } from "./reach.js";
import { sample } from "./sample.js";

/** Three pages of a list, one of them empty, and how the request for each should go on. */
export interface Pages {
  readonly answers: readonly Answer[];
  /** All items in order. */
  readonly items: readonly unknown[];
  /** The value of the paging field in each request; `undefined` where it is not sent. */
  readonly positions: readonly unknown[];
  /** The request's field that says which page is wanted. */
  readonly field: string | null;
}

type Fields = Record<string, unknown>;

export function pagesOf(operation: Operation): Pages {
  const { paging } = operation;
  const item = paging?.itemType ?? itemOfArray(operation.response.type);
  const items = ["one", "two", "three"].map((name) => anItem(item, name));
  const [one, two, three] = items;
  const page = (found: readonly unknown[], more: Fields = {}): Answer => {
    const value =
      paging === null ? found : { ...envelope(operation), [paging.items]: found, ...more };
    return { body: canonical(value) };
  };
  switch (paging?.kind) {
    case "token": {
      const { request: field, response: token } = paging;
      const answers = [
        page([one, two], { [token]: "t/1" }),
        page([], { [token]: "t 2" }),
        page([three]),
      ];
      return { answers, items, field, positions: [undefined, "t/1", "t 2"] };
    }
    case "offset": {
      const start = paging.preset[paging.offset] ?? 0;
      const answers = [page([one, two]), page([three]), page([])];
      return { answers, items, field: paging.offset, positions: [start, start + 2, start + 3] };
    }
    case "page": {
      const answers = [page([one, two]), page([three]), page([])];
      return { answers, items, field: paging.page, positions: [1, 2, 3] };
    }
    case "next_request": {
      const next = (offset: number): Fields => ({ [paging.next]: { offset, cluster_id: "c" } });
      const answers = [page([one, two], next(2)), page([], next(3)), page([three])];
      return { answers, items, field: "offset", positions: [undefined, 2, 3] };
    }
    default:
      return { answers: [page(items)], items, field: null, positions: [undefined] };
  }
}

function itemOfArray(type: TypeRef | null): TypeRef {
  return type?.kind === "array" ? type.of : (type ?? { kind: "primitive", name: "any" });
}

/** A full item that no other page repeats, whatever its id is called. */
function anItem(type: TypeRef, name: string): unknown {
  const item = sample(type, name, true);
  const isObject = typeof item === "object" && item !== null && !Array.isArray(item);
  return isObject ? { ...item, id: name } : item;
}

/** The rest of a page: every field of the response but those that the paging sets. */
function envelope(operation: Operation): Fields {
  const { paging, response } = operation;
  const whole = response.type === null ? {} : (sample(response.type, "page", true) as Fields);
  const own =
    paging?.kind === "token" ? paging.response : paging?.kind === "next_request" ? paging.next : "";
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== own));
}
