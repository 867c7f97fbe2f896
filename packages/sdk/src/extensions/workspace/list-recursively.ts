import { NotFound } from "../../errors/index.js";
import { Paged } from "../../paging/index.js";
import type { ObjectInfo } from "../../services/workspace/index.gen.js";

const folders: ReadonlySet<string> = new Set(["DIRECTORY", "REPO"]);

/**
 * Everything below a folder, the nearest first: folders, Git folders among them, are gone into and
 * not listed themselves. One page per folder, which is asked for when it is reached; one that somebody
 * deleted meanwhile is as if it were empty.
 */
export function listRecursively(
  root: string,
  list: (path: string) => Paged<ObjectInfo>,
): Paged<ObjectInfo> {
  return new Paged(async function* pages() {
    // A set hands out what is added while it is gone through, and nothing twice.
    const paths = new Set([root]);
    for (const path of paths) {
      try {
        for await (const page of list(path).pages()) {
          const inside = page.items.filter(isFolder);
          for (const folder of inside) if (folder.path !== undefined) paths.add(folder.path);
          yield { ...page, items: page.items.filter((object) => !isFolder(object)) };
        }
      } catch (error) {
        if (path === root || !(error instanceof NotFound)) throw error;
      }
    }
  });
}

function isFolder({ object_type = "" }: ObjectInfo): boolean {
  return folders.has(object_type);
}
