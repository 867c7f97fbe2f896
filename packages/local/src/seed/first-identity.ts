import { createHash, randomBytes } from "node:crypto";
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
 *
 * @param given.port the ids of a server on a fixed port follow from it: clients keep what a host
 *   said that it is (the Databricks CLI for an hour), and would ask the next server for the last one
 */
export function firstIdentity(
  store: Store,
  given: Partial<FirstIdentity> & { readonly port?: number },
): FirstIdentity {
  const { port = 0 } = given;
  const seed = port === 0 ? randomBytes(16) : `databricks-local on port ${port}`;
  const known = store.collection<FirstIdentity>("server").get("identity");
  const identity: FirstIdentity = {
    accountId: given.accountId ?? known?.accountId ?? newAccountId(seed),
    workspaceId: given.workspaceId ?? known?.workspaceId ?? newWorkspaceId(seed),
    userName: given.userName ?? known?.userName ?? "me@example.com",
    token: given.token ?? known?.token ?? `dapi${randomBytes(16).toString("hex")}`,
  };
  store.collection<FirstIdentity>("server").put("identity", identity);
  return identity;
}

/** A UUID of version 8: one that follows from something else (RFC 9562, section 5.8). */
function newAccountId(seed: string | Uint8Array): string {
  const bytes = hash("account", seed).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** 16 digits that a `number` holds exactly. */
function newWorkspaceId(seed: string | Uint8Array): number {
  return 1e15 + (hash("workspace", seed).readUIntBE(0, 6) % 2 ** 47);
}

function hash(purpose: string, seed: string | Uint8Array): Buffer {
  return createHash("sha256").update(`${purpose}:`).update(seed).digest();
}
