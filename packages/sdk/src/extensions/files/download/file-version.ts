import { DatabricksError } from "../../../errors/index.js";

/** By what a file is known again from one request to the next, as far as the service tells. */
export interface FileVersion {
  /** Bytes of the whole file. */
  readonly size?: number | undefined;
  /** When it was changed last, as the `Last-Modified` header says it. */
  readonly lastModified?: string | undefined;
}

/** A file changed while it was being downloaded, so that its parts do not belong together. */
export class FileChanged extends DatabricksError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "FileChanged", configurable: true });
  }

  /** The file's path. */
  readonly path: string;

  constructor(path: string, init: { readonly cause?: unknown } = {}) {
    super(`${path} changed while it was being downloaded; download it again`, init);
    this.path = path;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), path: this.path };
  }
}

/** The header that has a file refused which changed since (RFC 9110 §13.1.4). */
export function unmodifiedSince({ lastModified }: FileVersion): Readonly<Record<string, string>> {
  return lastModified === undefined ? {} : { "if-unmodified-since": lastModified };
}

/** Whether what was seen later can't be the same version, though the server did not say so. */
export function isOther(known: FileVersion, seen: FileVersion): boolean {
  if (known.size !== undefined && seen.size !== undefined && known.size !== seen.size) return true;
  const [before, after] = [known, seen].map(({ lastModified = "" }) => Date.parse(lastModified));
  return (after ?? NaN) > (before ?? NaN);
}
