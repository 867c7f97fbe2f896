import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Store } from "../state/index.js";

/** Who and what a server starts with. */
export interface FirstIdentity {
  /** A UUID. */
  readonly accountId: string;
  /** 16 digits. */
  readonly workspaceId: number;
  /** The administrator's. */
  readonly userName: string;
  /** The administrator's personal access token. */
  readonly token: string;
}

/**
 * What was given, else what the store knows from an earlier start, else something new; and makes
 * the store know it. The token is kept as it is, so that a restarted server takes the same one.
 */
export function firstIdentity(store: Store, given: Partial<FirstIdentity>): FirstIdentity {
  const known = store.collection<FirstIdentity>("server").get("identity");
  const identity: FirstIdentity = {
    accountId: given.accountId ?? known?.accountId ?? randomUUID(),
    workspaceId: given.workspaceId ?? known?.workspaceId ?? newWorkspaceId(),
    userName: given.userName ?? known?.userName ?? "me@example.com",
    token: given.token ?? known?.token ?? `dapi${randomBytes(16).toString("hex")}`,
  };
  store.collection<FirstIdentity>("server").put("identity", identity);
  return identity;
}

/** 16 digits that a `number` holds exactly. */
function newWorkspaceId(): number {
  return 1e15 + randomInt(2 ** 47);
}
