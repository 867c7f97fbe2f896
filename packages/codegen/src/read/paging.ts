import { extension, type PagingFacts, type ResponseFacts, type TypeFacts } from "../model/index.js";
import type { Cursor } from "./cursor.js";
import type { Inputs } from "./inputs.js";

/** Finds a named type by `package.Type`. */
export type TypeLookup = (ref: string) => TypeFacts | undefined;

const kinds: readonly PagingFacts["kind"][] = ["token", "offset", "page", "next_request", "single"];

/** Reads how a list is paged; null for what is no list. */
export function readPaging(
  operation: Cursor,
  inputs: Inputs,
  response: ResponseFacts,
  types: TypeLookup,
): PagingFacts | null {
  const paging = operation.find(extension.paging);
  if (paging === undefined) return null;
  const name = paging.at("kind").string();
  const kind = kinds.find((known) => known === name) ?? paging.at("kind").fail("is unknown");
  const dedupe = paging.text("dedupe");
  const preset = paging.find("preset");
  const defaults = paging.find("default");
  return {
    kind,
    ...readItems(paging.at("items"), response, types),
    ...readCourse(kind, paging, inputs),
    ...(dedupe === undefined ? {} : { dedupe }),
    ...(preset && { preset: readNumbers(preset, inputs) }),
    ...(defaults && { default: readNumbers(defaults, inputs) }),
  };
}

function readItems(
  items: Cursor,
  response: ResponseFacts,
  types: TypeLookup,
): Pick<PagingFacts, "items" | "item_type"> {
  const { type } = response;
  const wrapper = type !== null && "ref" in type ? types(type.ref) : undefined;
  const field = wrapper?.kind === "object" ? wrapper.fields[items.string()] : undefined;
  if (field === undefined || !("array" in field.type)) {
    return items.fail("is no array of the response");
  }
  return { items: items.string(), item_type: field.type.array };
}

/** How the next page is asked for, and what ends the list. */
function readCourse(
  kind: PagingFacts["kind"],
  paging: Cursor,
  inputs: Inputs,
): Omit<PagingFacts, "kind" | "items" | "item_type"> {
  if (kind === "single") return {};
  if (kind === "next_request") {
    const next = paging.at("response").string();
    return { response_next: next, stop_when_empty: next, request_in: "body" };
  }
  const request = paging.at("request").string();
  const place = placeOf(paging.at("request"), inputs);
  if (place !== "query" && place !== "body") return paging.fail("is asked for in the path");
  if (kind === "token") {
    const token = paging.at("response").string();
    return {
      request_in: place,
      request_token: request,
      response_token: token,
      stop_when_empty: token,
    };
  }
  const field = kind === "offset" ? { offset_param: request } : { page_param: request };
  return { request_in: place, ...field, stop_when_empty: paging.at("items").string() };
}

function placeOf(field: Cursor, inputs: Inputs): string {
  const wire = field.string();
  const parameter = Object.values(inputs.params).find((candidate) => candidate.wire === wire);
  return parameter?.in ?? field.fail(`names no parameter: ${wire}`);
}

function readNumbers(record: Cursor, inputs: Inputs): Record<string, number> {
  const wires = new Set(Object.values(inputs.params).map((parameter) => parameter.wire));
  return Object.fromEntries(
    record
      .entries()
      .map(([wire, value]) => [
        wires.has(wire) ? wire : value.fail("names no parameter"),
        value.number(),
      ]),
  );
}
