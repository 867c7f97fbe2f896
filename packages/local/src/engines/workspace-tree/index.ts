export type { Language } from "./notebooks/index.js";
export type {
  AccessLevel,
  AccessPort,
  GitFolder,
  GitFoldersPort,
  ObjectKind,
  TreeCaller,
  TreePorts,
} from "./ports.js";
export type { TreeObject } from "./tree-object.js";
export {
  WorkspaceTree,
  type ExportOptions,
  type ImportRequest,
  type NotebookSource,
  type WorkspaceTreeOptions,
} from "./workspace-tree.js";
export type { Exported } from "./write-export.js";
