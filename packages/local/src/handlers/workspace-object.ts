import type * as wire from "databricks-sdk-ts/workspace";
import type { GitFolder, ObjectKind, TreeObject } from "../engines/workspace-tree/index.js";

/** An object as answers have it, with what only official clients know to ask for. */
export interface WireObject extends wire.ObjectInfo {
  /** What a notebook's file is like; asked for by `return_export_info`. */
  readonly repos_export_format?: string;
  /** The clone that it is in; asked for by `return_git_info`. */
  readonly git_info?: GitFolder;
}

const TYPES: Readonly<Record<ObjectKind, string>> = {
  directories: "DIRECTORY",
  files: "FILE",
  notebooks: "NOTEBOOK",
  repos: "REPO",
};

/** @param query of the request: says what is to be told of the object */
export function objectToWire(object: TreeObject, query: URLSearchParams): WireObject {
  const { id, path, language, format, createdAt, modifiedAt, size, gitFolder } = object;
  const asked = (name: string): boolean => query.get(name)?.toLowerCase() === "true";
  return {
    ...typeOf(object),
    object_id: id,
    resource_id: String(id),
    path,
    ...(language !== undefined && { language }),
    ...(createdAt !== undefined && { created_at: createdAt }),
    ...(modifiedAt !== undefined && { modified_at: modifiedAt }),
    ...(size !== undefined && { size }),
    ...(asked("return_export_info") &&
      object.kind === "notebooks" && { repos_export_format: format ?? "SOURCE" }),
    ...(asked("return_git_info") && gitFolder && { git_info: gitInfo(gitFolder) }),
  };
}

/** A Git folder is a REPO below `/Repos`, and a folder of a special kind elsewhere. */
function typeOf({ kind, gitFolder }: TreeObject): wire.ObjectInfo {
  const elsewhere = kind === "repos" && !gitFolder?.path.startsWith("/Repos/");
  if (!elsewhere) return { object_type: TYPES[kind] };
  return { object_type: "DIRECTORY", directory_info: { is_git_folder: true } };
}

function gitInfo({ id, path, url, provider, branch, head_commit_id }: GitFolder): GitFolder {
  return {
    id,
    path,
    url,
    provider,
    ...(branch && { branch }),
    ...(head_commit_id && { head_commit_id }),
  };
}
