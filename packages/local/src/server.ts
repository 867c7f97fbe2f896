import type { ControlledClock } from "./clock/index.js";
import type { Faults } from "./faults/index.js";
import type { ReplyScripts } from "./engines/serving/index.js";
import { listen, type Listener } from "./http/index.js";
import { Instance } from "./instance.js";
import type { Journal } from "./journal/index.js";
import type { LocalWorkspaceOptions } from "./options.js";
import { memoryStore, openStore, type ClosableStore } from "./state/index.js";

/** An operation of the API, and whether it is served. */
export interface Covered {
  /** `compute.ClustersAPI.create` */
  readonly operation: string;
  readonly implemented: boolean;
}

/** A Databricks workspace, and the account it belongs to, on this machine. */
export interface LocalWorkspace extends AsyncDisposable {
  /** Where it answers, e.g. `http://127.0.0.1:40123`. */
  readonly host: string;
  /** The administrator's personal access token. */
  readonly token: string;
  /** The administrator's user name. */
  readonly userName: string;
  readonly accountId: string;
  readonly workspaceId: number;
  /** Its time: `advance` it. */
  readonly clock: ControlledClock;
  /** Rules by which it misbehaves. */
  readonly faults: Faults;
  /** What it was asked for. */
  readonly journal: Journal;
  /** Replies that its serving endpoints are to give next. */
  readonly servingReplies: ReplyScripts;
  /** The variables that point a program at it: `DATABRICKS_HOST`, `_TOKEN`, `_ACCOUNT_ID`. */
  env(): Readonly<Record<string, string>>;
  /** Every operation of the API, and whether it is served. */
  coverage(): readonly Covered[];
  /** Back to the beginning: everything is gone but host, token and ids. */
  reset(): Promise<void>;
  /** Ends all connections and everything that runs. Calling it again does nothing. */
  close(): Promise<void>;
}

/**
 * Starts a local workspace.
 *
 * @throws Error when the port is taken, or the folder is in use or cannot be written
 */
export async function startLocalWorkspace(
  options: LocalWorkspaceOptions = {},
): Promise<LocalWorkspace> {
  const { hostname = "127.0.0.1", port = 0, folder } = options;
  const store = folder === undefined ? memoryStore() : await openStore(folder);
  let host = "";
  const instance = open(store, () => new Instance(store, options, () => host));
  try {
    const { application } = instance;
    const listener = await listen(
      (message, response) => void application.handle(message, response),
      hostname,
      port,
    );
    host = `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${listener.port}`;
    return running(instance, listener, host);
  } catch (error) {
    await instance.close();
    throw error;
  }
}

/** Lets go of the store again where what builds on it cannot be made. */
function open<T>(store: ClosableStore, make: () => T): T {
  try {
    return make();
  } catch (error) {
    store.close();
    throw error;
  }
}

function running(instance: Instance, listener: Listener, host: string): LocalWorkspace {
  const { identity, clock, faults, journal, servingReplies } = instance;
  const { token, accountId } = identity;
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    instance.abort();
    await listener.close();
    await instance.close();
  };
  const workspace: LocalWorkspace = {
    ...identity,
    host,
    clock,
    faults,
    journal,
    servingReplies,
    env: () => ({
      DATABRICKS_HOST: host,
      DATABRICKS_TOKEN: token,
      DATABRICKS_ACCOUNT_ID: accountId,
    }),
    coverage: () => instance.application.coverage(),
    reset: () => instance.reset(),
    close: () => (closed ??= close()),
    [Symbol.asyncDispose]: () => workspace.close(),
  };
  return workspace;
}
