import {
  type LocalWorkspace,
  type LocalWorkspaceOptions,
  startLocalWorkspace,
} from "databricks-local";
import { AccountClient, type ClientOptions, WorkspaceClient } from "databricks-sdk-ts";
import { StillTime } from "./still-time.js";

/** What every client in these tests has: no settings of the machine's, no time to wait, no chance. */
export function clientOptions(time: StillTime): ClientOptions {
  return { env: {}, clock: time.clock, random: () => 0, transport: time.transport };
}

/** A local workspace of one test, a client of it, and that client's time. */
export class Lab implements AsyncDisposable {
  readonly local: LocalWorkspace;
  readonly time: StillTime;
  readonly w: WorkspaceClient;

  private constructor(local: LocalWorkspace, time: StillTime, options: ClientOptions) {
    this.local = local;
    this.time = time;
    this.w = this.client(options);
  }

  /** Starts the workspace. `client` says how `w` differs from {@link clientOptions}. */
  static async open({
    client = {},
    time = new StillTime(),
    local = {},
  }: {
    readonly client?: ClientOptions;
    readonly time?: StillTime;
    readonly local?: LocalWorkspaceOptions;
  } = {}): Promise<Lab> {
    return new Lab(await startLocalWorkspace(local), time, client);
  }

  /** Another client of the same workspace. */
  client(options: ClientOptions = {}): WorkspaceClient {
    return new WorkspaceClient({ ...this.#address(), ...options });
  }

  /** A client of the account that the workspace belongs to. */
  account(options: ClientOptions = {}): AccountClient {
    return new AccountClient({ ...this.#address(), accountId: this.local.accountId, ...options });
  }

  /** The statuses that the requests for an operation were answered with; 0 for none. */
  statuses(operation: string): readonly number[] {
    return this.local.journal
      .entries()
      .filter((entry) => entry.operations.includes(operation))
      .map((entry) => entry.status);
  }

  /** Resolves when the fault rule of that number, the first by default, has hit a request. */
  async hit(rule = 0): Promise<void> {
    await until(() => (this.local.faults.list()[rule]?.hits ?? 0) > 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.time.transport.close?.();
    await this.local.close();
  }

  #address(): ClientOptions {
    const { host, token } = this.local;
    return { ...clientOptions(this.time), host, token };
  }
}

/** Resolves as soon as the condition holds: for what another party does in real time. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`it never came to this: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** What the promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`it should have failed, but resolved to ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
