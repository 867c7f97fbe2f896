import { randomInt } from "node:crypto";
import type { Cancel } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { AccountContext } from "./account-context.js";
import { noWorkspace, taken } from "./account-errors.js";
import type { AccountResources } from "./account-resources.js";
import { deploymentName, type DeploymentNames } from "./deployment-name.js";
import type { Workspace, WorkspaceRecord, WorkspaceSpec } from "./workspace-record.js";
import { checkNewWorkspace, checkRegion, checkWorkspace } from "./workspace-request.js";
import { applyChange, type WorkspaceChange } from "./workspace-update.js";

/** Who hears of workspaces that come and go. */
export interface WorkspacePorts {
  /** A workspace was provisioned, or changed, and can be used. */
  readonly onRunning?: ((workspace: Workspace) => void) | undefined;
  /** A workspace is gone, with all that was in it. */
  readonly onDeleted?: ((workspaceId: number) => void) | undefined;
}

/** A workspace that is there from the start. */
export interface RegisteredWorkspace {
  readonly workspace_id: number;
  readonly workspace_name: string;
  readonly deployment_name: string;
  readonly aws_region: string;
}

/** Milliseconds of the clock until a change is done. */
const PROVISION_TIME = 8_000;
const UPDATE_TIME = 4_000;
const DELETE_TIME = 4_000;

/** The workspaces of an account. */
export class Workspaces {
  readonly #context: AccountContext;
  readonly #resources: AccountResources;
  readonly #names: DeploymentNames;
  readonly #ports: WorkspacePorts;
  readonly #timers = new Map<number, Cancel>();

  constructor(
    context: AccountContext,
    resources: AccountResources,
    names: DeploymentNames,
    ports: WorkspacePorts,
  ) {
    this.#context = context;
    this.#resources = resources;
    this.#names = names;
    this.#ports = ports;
  }

  /** Takes up what is under way in the store: once at the start, and after it was restored. */
  resume(): void {
    for (const record of this.#context.workspaces.values()) this.#arm(record);
  }

  /**
   * Begins to provision a workspace.
   *
   * @throws WorkspaceError as {@link checkNewWorkspace} does; `ALREADY_EXISTS` for a name that is
   *   taken
   */
  create(spec: WorkspaceSpec): Workspace {
    const { clock, store, accountId } = this.#context;
    const checked = checkNewWorkspace(spec, this.#resources);
    const workspace_id = 1e15 + randomInt(2 ** 47);
    const deployment_name = deploymentName(spec.deployment_name, workspace_id, this.#names);
    this.#expectFree("workspace_name", checked.workspace_name);
    this.#expectFree("deployment_name", deployment_name);
    const record: WorkspaceRecord = {
      ...checked,
      account_id: accountId,
      workspace_id,
      deployment_name,
      workspace_status: "PROVISIONING",
      workspace_status_message: "Workspace resources are being set up.",
      creation_time: clock.now(),
      storage_mode: checked.compute_mode === "SERVERLESS" ? "DEFAULT_STORAGE" : "CUSTOMER_HOSTED",
      is_no_public_ip_enabled: true,
      next: { to: "RUNNING", at: clock.now() + PROVISION_TIME },
    };
    return store.transaction(() => {
      if (record.network_id) this.#resources.networks.attach(record.network_id, workspace_id);
      return this.#save(record);
    });
  }

  get(id: number): Workspace {
    return viewOf(this.#require(id));
  }

  list(): Workspace[] {
    return this.#context.workspaces.values().map(viewOf);
  }

  /** Whether a workspace can be used. */
  isRunning(id: number): boolean {
    return this.#context.workspaces.get(String(id))?.workspace_status === "RUNNING";
  }

  /**
   * Begins to change a workspace that runs, or that could not be provisioned.
   *
   * @param mask the fields to change, separated by commas; without one all fields of `change`
   * @throws WorkspaceError `INVALID_STATE` while another change is under way,
   *   `INVALID_PARAMETER_VALUE` for what cannot change
   */
  update(id: number, change: WorkspaceChange, mask?: string): Workspace {
    const before = this.#require(id);
    this.#expectSettled(before);
    const after = applyChange(before, change, mask);
    checkWorkspace(after, this.#resources);
    if (after.aws_region) checkRegion(after.aws_region);
    if (after.workspace_name !== before.workspace_name) {
      this.#expectFree("workspace_name", after.workspace_name);
    }
    const { clock, store } = this.#context;
    return store.transaction(() => {
      this.#moveNetwork(before, after);
      return this.#save({
        ...after,
        workspace_status: "PROVISIONING",
        workspace_status_message: "Workspace resources are being updated.",
        next: { to: "RUNNING", at: clock.now() + UPDATE_TIME },
      });
    });
  }

  /** Begins to delete a workspace, in whatever state; it can be read until it is gone. */
  delete(id: number): Workspace {
    const record = this.#require(id);
    if (record.workspace_status === "CANCELLING") return viewOf(record);
    return this.#save({
      ...record,
      workspace_status: "CANCELLING",
      workspace_status_message: "Workspace is being deleted.",
      next: { to: "GONE", at: this.#context.clock.now() + DELETE_TIME },
    });
  }

  /** Makes sure that there is a workspace of that id; it runs at once. */
  register(workspace: RegisteredWorkspace): Workspace {
    const known = this.#context.workspaces.get(String(workspace.workspace_id));
    if (known) return viewOf(known);
    return this.#save({
      ...workspace,
      account_id: this.#context.accountId,
      workspace_status: "RUNNING",
      workspace_status_message: "Workspace is running.",
      creation_time: this.#context.clock.now(),
      pricing_tier: "PREMIUM",
      compute_mode: "SERVERLESS",
      storage_mode: "DEFAULT_STORAGE",
      is_no_public_ip_enabled: true,
    });
  }

  #require(id: number): WorkspaceRecord {
    const record = this.#context.workspaces.get(String(id));
    if (!record) throw noWorkspace(id);
    return record;
  }

  #expectFree(field: "deployment_name" | "workspace_name", value: string): void {
    const taker = this.#context.workspaces.values().find((other) => other[field] === value);
    if (taker) throw taken("Workspace", field, value);
  }

  #expectSettled({ workspace_id: id, workspace_status: status }: WorkspaceRecord): void {
    if (status === "RUNNING" || status === "FAILED") return;
    throw new WorkspaceError(
      "INVALID_STATE",
      `Workspace ${id} is ${status}: it can be updated once it is RUNNING or FAILED.`,
    );
  }

  #moveNetwork(before: WorkspaceRecord, after: WorkspaceRecord): void {
    const { networks } = this.#resources;
    if (before.network_id === after.network_id) return;
    if (after.network_id) networks.attach(after.network_id, after.workspace_id);
    if (before.network_id) networks.detach(before.network_id);
  }

  #save(record: WorkspaceRecord): Workspace {
    this.#context.workspaces.put(String(record.workspace_id), record);
    this.#arm(record);
    return viewOf(record);
  }

  #arm({ workspace_id: id, next }: WorkspaceRecord): void {
    const { clock } = this.#context;
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    if (!next) return;
    const wait = next.at - clock.now();
    this.#timers.set(
      id,
      clock.schedule(wait, () => this.#finish(id), String(id)),
    );
  }

  #finish(id: number): void {
    const record = this.#context.workspaces.get(String(id));
    // Why: the store may have been cleared or restored since.
    if (!record?.next || record.next.at > this.#context.clock.now()) return;
    if (record.next.to === "GONE") this.#remove(record);
    else this.#provisioned(record);
  }

  #provisioned(record: WorkspaceRecord): void {
    const { store, failures } = this.#context;
    const { credentials, networks } = this.#resources;
    const role = record.credentials_id
      ? credentials.get(record.credentials_id).aws_credentials.sts_role.role_arn
      : undefined;
    const running = store.transaction(() => {
      const broken = record.network_id ? networks.inspect(record.network_id) : [];
      const failure =
        failures.provisioning(viewOf(record), role) ??
        (broken.length > 0 ? `The network cannot be used: ${broken.join(" ")}` : undefined);
      this.#save({
        ...record,
        workspace_status: failure === undefined ? "RUNNING" : "FAILED",
        workspace_status_message: failure ?? "Workspace is running.",
        next: undefined,
      });
      return failure === undefined;
    });
    if (running) this.#ports.onRunning?.(this.get(record.workspace_id));
  }

  #remove(record: WorkspaceRecord): void {
    const { store, workspaces } = this.#context;
    this.#timers.delete(record.workspace_id);
    store.transaction(() => {
      workspaces.delete(String(record.workspace_id));
      if (record.network_id) this.#resources.networks.detach(record.network_id);
    });
    this.#ports.onDeleted?.(record.workspace_id);
  }
}

function viewOf({ next: _next, ...workspace }: WorkspaceRecord): Workspace {
  return workspace;
}
