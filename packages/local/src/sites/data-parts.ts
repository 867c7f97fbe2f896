import type { Notebook } from "../engines/jobs/index.js";
import { ReposEngine } from "../engines/repos/index.js";
import type { WorkspaceTree } from "../engines/workspace-tree/index.js";
import { type PythonKit, pythonKit } from "../python/index.js";
import { filesPart, type FilesPart } from "./files-part.js";
import { type ProgramAccess, programAccess } from "./program-access.js";
import { reposPart } from "./repos-part.js";
import { secretsPart } from "./secrets-part.js";
import type { WorkspaceBase } from "./workspace-base.js";
import type { WorkspacePart } from "./workspace-part.js";
import { workspaceTreePart } from "./workspace-tree-part.js";

/** What is kept in a workspace, and how its programs get at it. */
export interface DataParts {
  readonly parts: readonly WorkspacePart[];
  /** Where a file lies on this machine: `/Volumes/...`, `/Workspace/...`, `dbfs:/...`. */
  locate(path: string): string | undefined;
  notebook(path: string): Notebook | undefined;
  /** What makes programs ones of this workspace. */
  readonly kit: PythonKit;
  /** A token of a user for a program that acts for them; `comment` says what it is for. */
  access(userName: string, comment: string): ProgramAccess;
}

/** Builds files, Git folders, the tree and secrets. */
export function dataParts(base: WorkspaceBase): DataParts {
  const { store, identity, folder } = base;
  const filesystem = filesPart({
    ...base,
    admin: base.admin.userName,
    isPrincipal: (name) => identity.isPrincipal(name) || identity.groupByName(name) !== undefined,
  });
  const repos = new ReposEngine({ store, ...folder("repos") });
  const workspace = workspaceTreePart({ ...base, repos });
  const { tree } = workspace;
  return {
    parts: [filesystem, reposPart(repos, base.permissions), workspace, secretsPart(base)],
    locate: (path) => locateFile(path, filesystem, tree),
    notebook: (path) => notebookAt(path, tree),
    kit: pythonKit({
      paths: () => ({
        workspace: tree.root(),
        volumes: filesystem.volumes.root(),
        dbfs: filesystem.dbfs.root(),
      }),
    }),
    access: (userName, comment) => {
      const access = programAccess(identity, base.host(), userName, comment);
      // Programs find the folder of their user without asking the workspace for it.
      tree.ensureHome(userName);
      return access;
    },
  };
}

function locateFile(
  path: string,
  { dbfs, volumes }: FilesPart,
  tree: WorkspaceTree,
): string | undefined {
  const inVolume = path.replace(/^dbfs:(?=\/Volumes\/)/, "");
  if (inVolume.startsWith("/Volumes/")) return volumes.locate(inVolume);
  const isDbfs = path.startsWith("dbfs:") || path.startsWith("/dbfs/");
  return isDbfs ? dbfs.locateFile(path) : tree.locate(path);
}

function notebookAt(path: string, tree: WorkspaceTree): Notebook | undefined {
  const found = tree.notebook(path);
  if (!found) return undefined;
  const { language, source, file } = found;
  return { language, program: file === undefined ? { bytes: Buffer.from(source) } : { file } };
}
