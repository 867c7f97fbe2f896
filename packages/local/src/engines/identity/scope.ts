import type { Directory } from "./directory.js";
import type { PrincipalRecord } from "./records.js";
import { View, type Grants } from "./view.js";

/** The account, or one workspace: whose people are spoken of. */
export class Scope {
  readonly directory: Directory;
  /** Undefined: the account. */
  readonly workspaceId: number | undefined;
  #seen: { readonly version: number; readonly view: View } | undefined;

  constructor(directory: Directory, workspaceId?: number) {
    this.directory = directory;
    this.workspaceId = workspaceId;
  }

  /** What is seen from here now. */
  view(): View {
    const { version } = this.directory;
    if (this.#seen?.version !== version) {
      this.#seen = { version, view: new View(this.directory, this.workspaceId) };
    }
    return this.#seen.view;
  }

  /** Keeps a record, sees to it that it is here, and gives it what it may do here. */
  keep(record: PrincipalRecord, grants: Grants): void {
    const { directory, workspaceId } = this;
    const local = record.kind === "group" && record.workspaceId !== undefined;
    if (local) directory.put({ ...record, ...grants });
    else if (workspaceId === undefined) directory.put({ ...record, roles: grants.roles });
    else {
      directory.put(record);
      const known = directory.assignment(workspaceId, record.id);
      const some = grants.entitlements.length + grants.roles.length > 0;
      // Why: who is here through a group only stays so until it is given something itself.
      if (known || some || !this.view().contains(record)) {
        directory.assign(workspaceId, record.id, grants);
      }
    }
  }

  /** Takes somebody away: from the account for good, from a workspace only from there. */
  drop(record: PrincipalRecord): void {
    const { directory, workspaceId } = this;
    const local = record.kind === "group" && record.workspaceId !== undefined;
    if (local || workspaceId === undefined) directory.remove(record.id);
    else directory.unassign(workspaceId, record.id);
  }
}
