import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import type { Failures } from "./failures.js";
import type { WorkspaceRecord } from "./workspace-record.js";

/** What all parts of an account's engine share. */
export interface AccountContext {
  readonly accountId: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly failures: Failures;
  /** Read by all, written by the workspaces alone. */
  readonly workspaces: Collection<WorkspaceRecord>;
}
