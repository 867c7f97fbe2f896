import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { builtin } from "../../internal/index.js";
import type { HttpMethod } from "../types.js";

/** What is asked for where the caller says nothing; streams ask for their bytes as they are. */
export const acceptedCoding = "gzip";

/**
 * The body of a message without its content coding (RFC 9110 §8.4.1). A coding that was not asked
 * for and is not known is left as it is.
 */
export function decoded(
  message: IncomingMessage,
  method: HttpMethod,
  onError: (error: Error) => void,
): Readable {
  const coding = message.headers["content-encoding"];
  if (coding === undefined || method === "HEAD" || message.statusCode === 204) return message;
  const decoder = decoderFor(coding.toLowerCase());
  if (decoder === undefined) return message;
  builtin("node:stream")?.pipeline(message, decoder, (error) => {
    if (error) onError(error);
  });
  return decoder;
}

function decoderFor(coding: string): (Readable & NodeJS.WritableStream) | undefined {
  const zlib = builtin("node:zlib");
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return zlib?.createGunzip();
    case "deflate":
      return zlib?.createInflate();
    case "br":
      return zlib?.createBrotliDecompress();
    default:
      return undefined;
  }
}
