import { unzipSync, zipSync, type Zippable } from "fflate";
import { badContent } from "./notebook.js";

/** Bytes that an archive may unpack to: 100 MB. */
const LARGEST_UNPACKED = 100 * 1024 * 1024;
/** Why the same for all: what holds the same has the same bytes. Zip knows no earlier time. */
const TIME = new Date(1980, 0, 1);

/** A file or folder of an archive. */
export interface ArchiveEntry {
  /** Within the archive, without slashes at its ends: `a/b`. */
  readonly path: string;
  /** Undefined for folders. */
  readonly bytes?: Uint8Array;
}

/** Makes a zip archive. */
export function packArchive(entries: readonly ArchiveEntry[]): Uint8Array {
  const files: Zippable = {};
  for (const { path, bytes } of entries) {
    if (bytes) files[path] = bytes;
    else files[`${path}/`] = new Uint8Array();
  }
  return zipSync(files, { mtime: TIME });
}

/** Reads a zip archive, in the order of paths. @throws WorkspaceError where it is none, or too large */
export function unpackArchive(content: Uint8Array): readonly ArchiveEntry[] {
  const entries = Object.entries(unzip(content)).map(([path, bytes]): ArchiveEntry => {
    return path.endsWith("/") ? { path: path.slice(0, -1) } : { path, bytes };
  });
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The entries without the folder that all of them are in, if there is one: what was exported under one
 * name may be imported under another.
 */
export function withoutTopFolder(entries: readonly ArchiveEntry[]): readonly ArchiveEntry[] {
  const [top = ""] = entries[0]?.path.split("/") ?? [];
  const isInside = ({ path, bytes }: ArchiveEntry): boolean =>
    path.startsWith(`${top}/`) || (path === top && bytes === undefined);
  if (!entries.every(isInside)) return entries;
  return entries
    .filter(({ path }) => path !== top)
    .map((entry) => ({ ...entry, path: entry.path.slice(top.length + 1) }));
}

function unzip(content: Uint8Array): Readonly<Record<string, Uint8Array>> {
  let size = 0;
  try {
    return unzipSync(content, {
      filter: ({ originalSize }) => {
        size += originalSize;
        if (size > LARGEST_UNPACKED) throw new RangeError("too large");
        return true;
      },
    });
  } catch {
    const large = `unpacks to more than ${LARGEST_UNPACKED} bytes.`;
    throw badContent(size > LARGEST_UNPACKED ? large : "must be a zip archive.");
  }
}
