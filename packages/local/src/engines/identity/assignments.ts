import { WorkspaceError } from "../../errors/index.js";
import type { Directory } from "./directory.js";
import type { PrincipalRecord } from "./records.js";
import { admit, systemGroup } from "./system-groups.js";

/** What somebody is in a workspace. */
export type WorkspaceLevel = "ADMIN" | "USER";

/** That somebody was put into a workspace. */
export interface Assignment {
  readonly principal: PrincipalRecord;
  readonly level: WorkspaceLevel;
}

/** Which users, service principals and groups of the account are in which workspace. */
export class Assignments {
  readonly #directory: Directory;
  readonly #workspaceExists: (workspaceId: number) => boolean;

  constructor(directory: Directory, workspaceExists: (workspaceId: number) => boolean) {
    this.#directory = directory;
    this.#workspaceExists = workspaceExists;
  }

  /** Who is in a workspace, in the order in which they came to be there. */
  list(workspaceId: number): readonly Assignment[] {
    this.#checkWorkspace(workspaceId);
    const admins = new Set(systemGroup(this.#directory, workspaceId, "admins").members);
    return this.#directory.assignments(workspaceId).flatMap(({ principalId }) => {
      const principal = this.#directory.find(principalId);
      const level = admins.has(principalId) ? "ADMIN" : "USER";
      return principal ? [{ principal, level }] : [];
    });
  }

  /**
   * Puts somebody into a workspace; without any level it is taken out.
   *
   * @throws WorkspaceError when there is no such workspace or nobody of that id in the account
   */
  set(workspaceId: number, principalId: string, levels: readonly string[]): Assignment | undefined {
    this.#checkWorkspace(workspaceId);
    const principal = this.#directory.find(principalId);
    if (!principal || (principal.kind === "group" && principal.workspaceId !== undefined)) {
      throw notFound(principalId);
    }
    const level = (["ADMIN", "USER"] as const).find((name) => levels.includes(name));
    if (level) admit(this.#directory, workspaceId, principalId, level === "ADMIN");
    else this.#directory.unassign(workspaceId, principalId);
    return level && { principal, level };
  }

  /** Takes somebody out of a workspace. @throws WorkspaceError when it is not in there */
  delete(workspaceId: number, principalId: string): void {
    this.#checkWorkspace(workspaceId);
    if (!this.#directory.assignment(workspaceId, principalId)) throw notFound(principalId);
    this.#directory.transaction(() => this.#directory.unassign(workspaceId, principalId));
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  #checkWorkspace(workspaceId: number): void {
    if (this.#workspaceExists(workspaceId)) return;
    throw noWorkspace(workspaceId);
  }
}

/** There is no such workspace. */
export function noWorkspace(id: bigint | number | string): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `Workspace ${id} does not exist.`);
}

function notFound(id: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `Principal with id ${id} not found.`);
}
