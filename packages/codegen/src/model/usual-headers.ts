import type { BodyFacts, ResponseFacts } from "./facts.js";

/**
 * The request headers that follow from the media types; only operations that differ state theirs.
 * `media` are the media types of a stream, whichever way it flows.
 */
export function usualHeaders(
  body: BodyFacts | null,
  response: ResponseFacts,
  media: { readonly request?: string | undefined; readonly response?: string | undefined } = {},
): Record<string, string> {
  const json = "application/json";
  const headers: Record<string, string> = {};
  if (response.kind !== "headers") headers["Accept"] = media.response ?? json;
  if (body !== null) headers["Content-Type"] = media.request ?? json;
  return headers;
}
