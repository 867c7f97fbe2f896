import { extension, type ResponseFacts } from "../model/index.js";
import type { Cursor } from "./cursor.js";
import { readType } from "./schema.js";

/** What an operation answers, and the media type in which it does so. */
export interface ReadResponse {
  readonly facts: ResponseFacts;
  /** Set for streams only. */
  readonly media: string | undefined;
}

/** Reads what an operation answers when it succeeds. */
export function readResponse(operation: Cursor, home: string): ReadResponse {
  const object = operation.at("responses").at("200");
  const headers = object
    .find("headers")
    ?.entries()
    .map(([name]) => name);
  const stream = object.text(extension.streamField);
  const named = object.find(extension.type);
  const entry = object.find("content")?.entries()[0];
  const more = {
    ...(headers && { headers }),
    ...(object.flag(extension.typeInferred) ? { type_inferred: true as const } : {}),
  };
  if (named !== undefined) {
    const type = readType(named, home);
    if (stream === undefined)
      return { facts: { kind: "headers", type, ...more }, media: undefined };
    const media = entry?.[0] ?? object.fail("streams no content");
    return { facts: { kind: "stream", type, stream_field: stream, ...more }, media };
  }
  if (entry === undefined) {
    return { facts: { kind: "none", type: null, ...more }, media: undefined };
  }
  const type = readType(entry[1].at("schema"), home);
  return { facts: { kind: "array" in type ? "list" : "json", type, ...more }, media: undefined };
}
