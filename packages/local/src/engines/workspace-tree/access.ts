import { WorkspaceError } from "../../errors/index.js";
import type { AccessLevel, AccessPort, TreeCaller } from "./ports.js";
import { missing } from "./tree-errors.js";
import type { TreeObject } from "./tree-object.js";
import type { AskedPath } from "./workspace-path.js";

/** Folders that are always there, and that everybody sees. */
export const ROOTS: ReadonlySet<string> = new Set(["/", "/Repos", "/Shared", "/Users"]);

/** Holds requests against what their callers may do. */
export class Access {
  readonly #port: AccessPort;

  constructor(port: AccessPort) {
    this.#port = port;
  }

  /** Of which objects somebody may know. */
  visibleTo(caller: TreeCaller): (object: TreeObject) => boolean {
    const allows = this.#port.holder(caller.id);
    return ({ kind, id, path }) => ROOTS.has(path) || allows(kind, id, "CAN_READ");
  }

  /**
   * What was asked for, if the caller may see it.
   *
   * @throws WorkspaceError as for what is not there
   */
  seen(found: TreeObject | undefined, asked: AskedPath, caller: TreeCaller): TreeObject {
    if (found && this.visibleTo(caller)(found)) return found;
    throw missing(asked.spelled);
  }

  /** Checks a right on something that the caller sees. @throws WorkspaceError `PERMISSION_DENIED` */
  check({ kind, id, path }: TreeObject, level: AccessLevel, caller: TreeCaller): void {
    if (this.#port.holder(caller.id)(kind, id, level)) return;
    const right = level === "CAN_MANAGE" ? "Can Manage" : "Can Edit";
    const text = `User ${caller.userName} does not have ${right} permission on ${path}.`;
    throw new WorkspaceError("PERMISSION_DENIED", text);
  }

  /** Forgets the rights on an object that is gone. */
  removed({ kind, id }: TreeObject): void {
    this.#port.removed(kind, id);
  }
}
