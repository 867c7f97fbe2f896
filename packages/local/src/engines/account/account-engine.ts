import type { Clock } from "../../clock/index.js";
import type { Store } from "../../state/index.js";
import type { AccountContext } from "./account-context.js";
import { accountResources, type AccountResources } from "./account-resources.js";
import type { DeploymentNames } from "./deployment-name.js";
import { markedFailures, type Failures } from "./failures.js";
import { Workspaces, type WorkspacePorts } from "./workspaces.js";

/** What an account is made with. */
export interface AccountEngineOptions extends WorkspacePorts {
  /** The account's own scope. */
  readonly store: Store;
  readonly clock: Clock;
  /** A UUID. */
  readonly accountId: string;
  /** How workspaces' deployment names are made. */
  readonly deploymentNames?: DeploymentNames;
  /** What goes wrong. Default: what is marked to, see {@link markedFailures}. */
  readonly failures?: Failures;
}

/** The workspaces of one account, and what they are made of. */
export class AccountEngine {
  readonly credentials: AccountResources["credentials"];
  readonly storage: AccountResources["storage"];
  readonly networks: AccountResources["networks"];
  readonly vpcEndpoints: AccountResources["vpcEndpoints"];
  readonly privateAccess: AccountResources["privateAccess"];
  readonly encryptionKeys: AccountResources["encryptionKeys"];
  readonly workspaces: Workspaces;

  constructor(options: AccountEngineOptions) {
    const context: AccountContext = {
      accountId: options.accountId,
      store: options.store,
      clock: options.clock,
      failures: options.failures ?? markedFailures,
      workspaces: options.store.collection("workspaces"),
    };
    const resources = accountResources(context);
    this.credentials = resources.credentials;
    this.storage = resources.storage;
    this.networks = resources.networks;
    this.vpcEndpoints = resources.vpcEndpoints;
    this.privateAccess = resources.privateAccess;
    this.encryptionKeys = resources.encryptionKeys;
    this.workspaces = new Workspaces(context, resources, options.deploymentNames ?? {}, options);
    this.workspaces.resume();
  }

  /** Takes up what is under way, after the store was restored from a snapshot. */
  resume(): void {
    this.workspaces.resume();
  }
}
