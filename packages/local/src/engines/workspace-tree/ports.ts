/** Who makes a request. */
export interface TreeCaller {
  readonly id: string;
  readonly userName: string;
}

/** The kinds of objects as access lists know them. */
export type ObjectKind = "directories" | "files" | "notebooks" | "repos";

/** From the least to the most; each includes those before it. */
export type AccessLevel = "CAN_READ" | "CAN_RUN" | "CAN_EDIT" | "CAN_MANAGE";

/** Who may do what with objects; what their folders allow counts for them too. */
export interface AccessPort {
  /** What somebody may do; to be asked of many objects at once. */
  holder(principalId: string): (kind: ObjectKind, id: number, level: AccessLevel) => boolean;
  /** An object is gone. */
  removed(kind: ObjectKind, id: number): void;
}

/** A Git folder: a clone that others keep. */
export interface GitFolder {
  readonly id: number;
  readonly path: string;
  readonly url: string;
  readonly provider: string;
  readonly branch?: string;
  readonly head_commit_id?: string;
}

/** The Git folders of the workspace. */
export interface GitFoldersPort {
  list(): readonly GitFolder[];
  /** Where something in a Git folder lies on this machine; undefined where there is nothing. */
  locate(path: string): string | undefined;
  /** Removes a Git folder and its clone. */
  remove(id: number): Promise<void>;
}

/** What the workspace's tree of objects needs of others. */
export interface TreePorts {
  readonly access: AccessPort;
  readonly gitFolders: GitFoldersPort;
  /** Whether somebody of that name has a home folder. */
  isUser(userName: string): boolean;
}
