import { manualClock, type ControlledClock } from "../../../clock/index.js";
import { memoryStore, type Store } from "../../../state/index.js";
import { AccountIdentity, Directory, IdentityEngine, type Principal } from "../index.js";

/** An account with one workspace, 1, and its administrator. */
export interface People {
  readonly clock: ControlledClock;
  readonly store: Store;
  readonly directory: Directory;
  readonly account: AccountIdentity;
  readonly engine: IdentityEngine;
  /** Administers the workspace and the account. */
  readonly ada: Principal;
}

/** The schema that a PATCH must name. */
export const PATCH = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];

/** Makes an account with one workspace. */
export function people(options: { tokenQuota?: number; store?: Store } = {}): People {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const { store = memoryStore(), ...rest } = options;
  const directory = new Directory(store.scope("account"));
  const engine = new IdentityEngine({
    directory,
    workspaceId: 1,
    store: store.scope("workspace"),
    clock,
    ...rest,
  });
  const ada = engine.ensureUser({ userName: "Ada@example.com", admin: true, accountAdmin: true });
  return { clock, store, directory, account: new AccountIdentity(directory), engine, ada };
}

/** The kind and text of what `work` throws: `scimType`, or else the code. */
export function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, message, info } = error as {
      code?: string;
      message: string;
      info?: { metadata?: { scimType?: string } };
    };
    return `${info?.metadata?.scimType ?? code}: ${message}`;
  }
  return "none";
}
