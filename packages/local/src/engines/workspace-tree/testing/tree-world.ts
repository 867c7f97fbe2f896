import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { manualClock, type ControlledClock } from "../../../clock/index.js";
import { WorkspaceError } from "../../../errors/index.js";
import { memoryStore, type Store } from "../../../state/index.js";
import {
  WorkspaceTree,
  type AccessLevel,
  type GitFolder,
  type ImportRequest,
  type TreeCaller,
  type WorkspaceTreeOptions,
} from "../index.js";

export const START = 1_700_000_000_000;
/** May do everything. */
export const ADA: TreeCaller = { id: "1", userName: "ada@x" };
/** May do what {@link TreeWorld.grant} says. */
export const BOB: TreeCaller = { id: "2", userName: "bob@x" };

/** A tree on a folder, a store and a clock of a test's own. */
export interface TreeWorld {
  readonly tree: WorkspaceTree;
  readonly clock: ControlledClock;
  readonly store: Store;
  /** Clones by the path of their Git folder. */
  readonly clones: Map<string, { readonly git: GitFolder; readonly folder: string }>;
  /** The ids of objects whose rights were forgotten. */
  readonly removed: number[];
  /** Lets Bob do that with an object, but not with what is in it. */
  grant(path: string, level: AccessLevel): void;
  /** Imports text. */
  write(path: string, text: string, rest?: Partial<ImportRequest>): Promise<void>;
  /** What an export is, as text. */
  read(path: string, format?: ImportRequest["format"]): string;
  /** The paths of what a folder holds. */
  paths(path: string): readonly string[];
  close(): void;
}

const LEVELS: readonly AccessLevel[] = ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"];

/** Makes one. */
export function treeWorld(options: Partial<WorkspaceTreeOptions> = {}): TreeWorld {
  const store = memoryStore();
  const clock = manualClock(START);
  const granted = new Map<number, AccessLevel>();
  const clones: TreeWorld["clones"] = new Map();
  const removed: number[] = [];
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "workspace-tree-test-"));
  const tree = new WorkspaceTree({
    ...options,
    store,
    clock,
    folder: temporary,
    isUser: (name) => name.endsWith("@x"),
    access: {
      holder: (principalId) => (_kind, id, level) => {
        const given = granted.get(id);
        const reaches = given !== undefined && LEVELS.indexOf(given) >= LEVELS.indexOf(level);
        return principalId === ADA.id || reaches;
      },
      removed: (_kind, id) => removed.push(id),
    },
    gitFolders: {
      list: () => [...clones.values()].map(({ git }) => git),
      locate: (at) => {
        const found = [...clones].find(([root]) => at === root || at.startsWith(`${root}/`));
        if (!found || at.endsWith("/.git")) return undefined;
        const file = path.join(found[1].folder, at.slice(found[0].length));
        return fs.existsSync(file) ? file : undefined;
      },
      remove: async (id) => {
        for (const [at, { git }] of clones) if (git.id === id) clones.delete(at);
      },
    },
  });
  const read: TreeWorld["read"] = (at, format) => {
    const { content } = tree.export(at, { format }, ADA);
    const bytes = content instanceof Uint8Array ? content : fs.readFileSync(content.file);
    return Buffer.from(bytes).toString();
  };
  return {
    tree,
    clock,
    store,
    clones,
    removed,
    grant: (at, level) => granted.set(tree.getStatus(at, ADA).id, level),
    write: (at, text, rest) => {
      return tree.import({ path: at, content: Buffer.from(text), format: "AUTO", ...rest }, ADA);
    },
    read,
    paths: (at) => tree.list(at, ADA).map((object) => object.path),
    close: () => fs.rmSync(temporary, { recursive: true, force: true }),
  };
}

/** Code and text of the error that something ends with. */
export async function failure(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof WorkspaceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("expected an error");
}
