import type { PackageChecks, Routes } from "../contract/index.js";
import type { AppliedFaults } from "../faults/index.js";
import type { RecordingJournal } from "../journal/index.js";
import type { Credential } from "./authenticate.js";
import type { Principal } from "./context.js";
import type { HandlerTable } from "./handler-table.js";
import type { Operation } from "./operation.js";
import type { RawRoute } from "./raw-route.js";

/** One workspace, or the account, as the HTTP layer sees it. */
export interface Site {
  readonly handlers: HandlerTable;
  readonly rawRoutes: readonly RawRoute[];
}

/** One workspace, as the HTTP layer sees it. */
export interface WorkspaceSite extends Site {
  readonly workspaceId: number;
  /**
   * Whose credential it is in this workspace; undefined: nobody's, or not any more.
   *
   * @param operation what it is shown for; undefined: an endpoint beside the API table
   * @throws WorkspaceError when there is more to say of it
   */
  authenticate(credential: Credential, operation?: Operation): Principal | undefined;
}

/** All that the HTTP layer needs of what stands behind it. */
export interface Ports {
  readonly version: string;
  readonly accountId: string;
  readonly routes: Routes;
  readonly checks: Readonly<Record<string, () => Promise<PackageChecks>>>;
  /** The workspace of that id, or the default one; undefined: there is no such workspace. */
  workspace(id?: number): WorkspaceSite | undefined;
  account(): Site;
  readonly journal: RecordingJournal;
  readonly faults: AppliedFaults;
  /** Milliseconds since the Unix epoch, of the workspace's clock. */
  now(): number;
  /** Called when a read begins; its result with what was answered. */
  beginRead(): (answer: string | Uint8Array) => void;
  /** Told of failures that are the server's own fault. */
  onError(error: unknown): void;
  /** The longest JSON body, in bytes. */
  readonly bodyLimit: number;
  /** Endpoints under `/_local`, without credentials and for this machine only. */
  readonly control: readonly RawRoute[];
}
