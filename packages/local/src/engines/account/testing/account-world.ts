import { manualClock, type ControlledClock } from "../../../clock/index.js";
import { memoryStore, type Store } from "../../../state/index.js";
import { AccountEngine, type AccountEngineOptions, type WorkspaceSpec } from "../index.js";

export const ACCOUNT = "11111111-2222-3333-4444-555555555555";
export const ROLE = "arn:aws:iam::123456789012:role/cross-account";
export const KEY = "arn:aws:kms:eu-west-1:123456789012:key/abc";

/** An account on a store and a clock of a test's own. */
export interface AccountWorld {
  readonly account: AccountEngine;
  readonly clock: ControlledClock;
  readonly store: Store;
  /** Lets everything that is under way be done. */
  settle(): void;
  credentials(name?: string, role?: string): string;
  storage(name?: string): string;
  network(name?: string, vpc?: string): string;
  /** A spec with credentials and storage of its own. */
  spec(name?: string): WorkspaceSpec;
  /** The id of a running workspace of that spec. */
  running(spec?: WorkspaceSpec): number;
}

export function accountWorld(
  options: Partial<AccountEngineOptions> = {},
  store: Store = memoryStore(),
): AccountWorld {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const account = new AccountEngine({ store, clock, accountId: ACCOUNT, ...options });
  const world: AccountWorld = {
    account,
    clock,
    store,
    settle: () => clock.advance(20_000),
    credentials: (name = "c", role = ROLE) =>
      account.credentials.create({
        credentials_name: name,
        aws_credentials: { sts_role: { role_arn: role } },
      }).credentials_id,
    storage: (name = "s") =>
      account.storage.create({
        storage_configuration_name: name,
        root_bucket_info: { bucket_name: "my-bucket" },
      }).storage_configuration_id,
    network: (name = "n", vpc = "vpc-1") =>
      account.networks.create({
        network_name: name,
        vpc_id: vpc,
        subnet_ids: ["subnet-1", "subnet-2"],
        security_group_ids: ["sg-1"],
      }).network_id,
    spec: (name = "analytics") => ({
      workspace_name: name,
      aws_region: "eu-west-1",
      credentials_id: world.credentials(`c-${name}`),
      storage_configuration_id: world.storage(`s-${name}`),
    }),
    running(spec = world.spec()) {
      const { workspace_id: id } = account.workspaces.create(spec);
      world.settle();
      return id;
    },
  };
  return world;
}

/** The code and text of what `work` throws. */
export function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
  return "none";
}
