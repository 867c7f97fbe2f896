import type { Principal } from "../engines/identity/index.js";
import type { Notebook } from "../engines/jobs/index.js";
import { ReposEngine } from "../engines/repos/index.js";
import type { NotebookSource } from "../engines/workspace-tree/index.js";
import { type PythonKit, pythonKit } from "../python/index.js";
import { filesPart, type FilesPart } from "./files-part.js";
import { type ProgramAccess, ProgramTokens } from "./program-access.js";
import { reposPart } from "./repos-part.js";
import { secretsPart } from "./secrets-part.js";
import type { WorkspaceBase } from "./workspace-base.js";
import type { WorkspacePart } from "./workspace-part.js";
import { workspaceTreePart } from "./workspace-tree-part.js";

/** What is kept in a workspace, and how its programs get at it. */
export interface DataParts {
  readonly parts: readonly WorkspacePart[];
  /**
   * Where a file lies on this machine: `/Volumes/...`, `/Workspace/...`, `dbfs:/...`.
   *
   * @param userName who must be allowed to read it. Default: nobody's rights are asked
   */
  locate(path: string, userName?: string): string | undefined;
  /** The notebook at a path, if that user may read it. */
  notebook(path: string, userName: string): Notebook | undefined;
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
  const callerOf = (userName: string | undefined): Principal | undefined =>
    userName === undefined ? undefined : identity.principalByName(userName);
  const repos = new ReposEngine({
    store,
    ...folder("repos"),
    ...(base.gitHosts && { allowedHosts: base.gitHosts }),
    checkPlace: (path, userName) => {
      const caller = callerOf(userName);
      if (caller) tree.checkGitFolder(path, caller);
    },
  });
  const workspace = workspaceTreePart({ ...base, repos });
  const { tree } = workspace;
  const tokens = new ProgramTokens(identity, store);
  return {
    parts: [filesystem, reposPart(repos, base.permissions), workspace, secretsPart(base)],
    locate: (path, userName) =>
      locateFile(path, filesystem, () => tree.locate(path, callerOf(userName))),
    notebook: (path, userName) => notebookAt(tree.notebook(path, callerOf(userName))),
    kit: pythonKit({
      paths: () => ({
        workspace: tree.root(),
        volumes: filesystem.volumes.root(),
        dbfs: filesystem.dbfs.root(),
      }),
    }),
    access: (userName, comment) => {
      const access = tokens.access(base.host(), userName, comment);
      // Programs find the folder of their user without asking the workspace for it.
      tree.ensureHome(userName);
      return access;
    },
  };
}

function locateFile(
  path: string,
  { dbfs, volumes }: FilesPart,
  inTree: () => string | undefined,
): string | undefined {
  const inVolume = path.replace(/^dbfs:(?=\/Volumes\/)/, "");
  if (inVolume.startsWith("/Volumes/")) return volumes.locate(inVolume);
  const isDbfs = path.startsWith("dbfs:") || path.startsWith("/dbfs/");
  return isDbfs ? dbfs.locateFile(path) : inTree();
}

function notebookAt(found: NotebookSource | undefined): Notebook | undefined {
  if (!found) return undefined;
  const { language, source, file } = found;
  return { language, program: file === undefined ? { bytes: Buffer.from(source) } : { file } };
}
