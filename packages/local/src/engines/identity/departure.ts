import { WorkspaceError } from "../../errors/index.js";
import type { Principal, PrincipalRecord } from "./records.js";

/**
 * Checks that somebody may be taken away: nobody does so to themselves.
 *
 * @throws WorkspaceError `BAD_REQUEST`
 */
export function checkDeparture(record: PrincipalRecord, caller: Principal): void {
  if (record.id !== caller.id) return;
  throw new WorkspaceError("BAD_REQUEST", "You can't delete yourself.");
}
