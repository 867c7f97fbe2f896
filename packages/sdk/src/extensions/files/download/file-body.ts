import { InvalidResponseError } from "../../../errors/index.js";
import { type ByteRange, readContentRange } from "./byte-range.js";
import type { FileVersion } from "./file-version.js";

/** An answer that carries bytes of a file. */
export interface FileBody {
  readonly contents: ReadableStream<Uint8Array>;
  /** Which byte of the file the contents begin with. */
  readonly start: number;
  /** Which byte they end before; `undefined` where the server does not say. */
  readonly end: number | undefined;
  readonly version: FileVersion;
  readonly contentType: string | undefined;
}

/** A success as the workspace or storage answers it. */
export interface BodyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly contents: ReadableStream<Uint8Array>;
}

/**
 * Reads what an answer to a request for a range says of its contents. A server may send the whole
 * file instead (RFC 9110 §14.2). Throws an {@link InvalidResponseError} for another range.
 */
export function readFileBody(answer: BodyAnswer, range: ByteRange, path: string): FileBody {
  const { status, headers, contents } = answer;
  const partial = status === 206 ? readContentRange(headers["content-range"]) : undefined;
  if (status === 206 && partial?.start !== range.start) {
    const came = JSON.stringify(headers["content-range"] ?? "");
    throw new InvalidResponseError(
      `${path}: the bytes from ${range.start} were asked for, but the answer has the range ${came}`,
    );
  }
  const length = isCoded(headers) ? undefined : integer(headers["content-length"]);
  const size = partial === undefined ? length : partial.size;
  return {
    contents,
    start: partial?.start ?? 0,
    end: partial?.end ?? size,
    version: {
      size,
      lastModified: headers["last-modified"],
    },
    contentType: headers["content-type"],
  };
}

/** Whether a body comes in a content coding, in which lengths and ranges do not count its bytes. */
export function isCoded(headers: Readonly<Record<string, string>>): boolean {
  const coding = headers["content-encoding"]?.toLowerCase() ?? "identity";
  return coding !== "identity";
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
