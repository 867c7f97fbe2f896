import { InvalidRequestError, NotFound } from "../../../errors/index.js";
import { type Page, Paged } from "../../../paging/index.js";
import type { DirectoryEntry, FilesAPI } from "../../../services/files/index.gen.js";
import type { WalkOptions } from "./options.js";

/** See {@link Files.walk}. A directory that is gone when its turn comes is left out. */
export function walk(
  files: Pick<FilesAPI, "listDirectoryContents">,
  path: string,
  options: WalkOptions = {},
): Paged<DirectoryEntry> {
  const { maxDepth = Infinity } = options;
  if (!(maxDepth >= 1)) {
    const message = `the option maxDepth is ${maxDepth}: give a number of levels, 1 or more`;
    throw new InvalidRequestError(message, { field: "maxDepth" });
  }
  const top = path.replace(/(?<=.)\/+$/, "");
  return new Paged((unwanted) => walkPages(files, top, { ...options, maxDepth }, unwanted));
}

/** What {@link walkPages} takes beside the options of `walk`. */
export interface WalkPagesOptions extends WalkOptions {
  /** Whether to go down into a directory, asked after its page was taken. Default: into all. */
  readonly enter?: (entry: DirectoryEntry) => boolean;
}

/** The pages of the lists of a directory, of those in it, and so on, level by level. */
export async function* walkPages(
  files: Pick<FilesAPI, "listDirectoryContents">,
  root: string,
  { pageSize, maxDepth = Infinity, enter, signal: own, ...call }: WalkPagesOptions,
  unwanted?: AbortSignal,
): AsyncGenerator<Page<DirectoryEntry>, void> {
  const signals = [own, unwanted].filter((signal) => signal !== undefined);
  const options = signals.length === 0 ? call : { ...call, signal: AbortSignal.any(signals) };
  const sized = pageSize === undefined ? undefined : { page_size: pageSize };
  let level = [root];
  for (let depth = 1; depth <= maxDepth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const directory_path of level) {
      try {
        const list = files.listDirectoryContents({ directory_path, ...sized }, options);
        for await (const { items, response } of list.pages()) {
          yield { items, response };
          next.push(...directoriesIn(items, enter));
        }
      } catch (error) {
        if (depth === 1 || !(error instanceof NotFound)) throw error;
      }
    }
    level = next;
  }
}

function directoriesIn(
  entries: readonly DirectoryEntry[],
  enter: (entry: DirectoryEntry) => boolean = () => true,
): string[] {
  return entries.flatMap((entry) => {
    const { is_directory = false, path } = entry;
    return is_directory && path !== undefined && enter(entry) ? [path] : [];
  });
}
