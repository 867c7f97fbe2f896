import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ControlledClock } from "../clock/index.js";
import { discoveryRoutes, type HostType } from "../control/index.js";
import type { NewUser } from "../engines/identity/index.js";
import { HandlerTable, type Site, type WorkspaceSite } from "../http/index.js";
import { oauthRoutes } from "../oauth-routes/index.js";
import type { FirstIdentity } from "../seed/index.js";
import type { Store } from "../state/index.js";
import type { StorageProtocol } from "../storage-routes/index.js";
import { accountParts, type AccountParts } from "./account-parts.js";
import { authenticator } from "./authenticate.js";
import type { ServingReplies } from "./serving-part.js";
import { workspaceParts, type WorkspaceParts } from "./workspace-parts.js";

/** What the account and its workspaces are made with. */
export interface SitesOptions {
  readonly store: Store;
  readonly clock: ControlledClock;
  /** Where files are kept; undefined: nowhere. */
  readonly folder: string | undefined;
  readonly identity: FirstIdentity;
  /** Who is in the first workspace beside the administrator. */
  readonly users: readonly SeededUser[];
  /** Where the server answers. */
  readonly host: () => string;
  /** How clients get at cloud storage. */
  readonly storage: StorageProtocol;
  /** The Python interpreter; undefined: `python3`. */
  readonly python: string | undefined;
  /** Hosts that repositories may be cloned from; undefined: this machine's. */
  readonly gitHosts: readonly string[] | undefined;
  /** What answers in place of models and of services outside. */
  readonly replies: ServingReplies;
  /** What the host says that it is. */
  readonly hostType: HostType;
  readonly signIn: SignInOptions;
  /** Told of what fails while nobody waits for it. */
  readonly onError: (error: unknown) => void;
}

/** A user, and a token that is always good. */
export interface SeededUser extends NewUser {
  readonly token?: string;
}

/** How users and programs sign in by OAuth. */
export interface SignInOptions {
  /** Whom to sign in without asking: a user name, or `true` for the first user. */
  readonly autoApprove: boolean | string;
  /** Seconds. */
  readonly accessTokenSeconds: number | undefined;
  readonly refreshTokenSeconds: number | undefined;
}

interface OpenWorkspace {
  readonly site: WorkspaceSite;
  readonly parts: WorkspaceParts;
}

/** The account and its workspaces. Each workspace is set up when it is first addressed. */
export class Sites {
  readonly account: Site;
  readonly #options: SitesOptions;
  readonly #account: AccountParts;
  readonly #open = new Map<number, OpenWorkspace>();

  constructor(options: SitesOptions) {
    const { store, clock, identity } = options;
    this.#options = options;
    this.#account = accountParts({
      store: store.scope("account"),
      clock,
      accountId: identity.accountId,
      workspaceId: identity.workspaceId,
      ...options.signIn,
      tokenOwner: (token, id) => {
        this.workspace(id);
        return this.#open.get(id)?.parts.identity.authenticate(token);
      },
      onDeleted: (id) => this.#remove(id),
    });
    this.account = {
      handlers: new HandlerTable([this.#account.handlers], this.#account.guard),
      rawRoutes: [
        ...discoveryRoutes(options.hostType),
        ...oauthRoutes(this.#account.oauth, options.signIn),
      ],
    };
    // Why now: what was under way when the server was stopped goes on when it is started.
    this.workspace();
    this.#seed();
  }

  /** The workspace of that id, by default the first one; undefined: none such is there to use. */
  workspace(id: number = this.#options.identity.workspaceId): WorkspaceSite | undefined {
    const known = this.#open.get(id);
    if (known) return known.site;
    if (!this.#exists(id)) return undefined;
    const added = this.#setUp(id);
    this.#open.set(id, added);
    return added.site;
  }

  /** Ends what runs. */
  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map(({ parts }) => parts.close()));
  }

  #seed(): void {
    const people = this.#open.get(this.#options.identity.workspaceId)?.parts.identity;
    for (const { token, ...user } of this.#options.users) {
      const added = people?.ensureUser(user);
      if (token !== undefined && added) people?.tokens.register(added.id, token);
    }
  }

  /** Whether a workspace was provisioned, whatever happens to it since. */
  #exists(id: number): boolean {
    if (id === this.#options.identity.workspaceId) return true;
    const workspaces = this.#account.engine.workspaces.list();
    return workspaces.some(({ workspace_id, workspace_status }) => {
      return workspace_id === id && workspace_status === "RUNNING";
    });
  }

  #setUp(id: number): OpenWorkspace {
    const { store, clock, identity, host, storage, python, gitHosts, replies } = this.#options;
    const parts = workspaceParts({
      workspaceId: id,
      store: store.scope(nameOf(id)),
      directory: this.#account.directory,
      oauth: this.#account.oauth,
      clock,
      folder: this.#folderOf(id),
      admin: identity,
      host,
      storage,
      python,
      gitHosts,
      replies,
    });
    const site: WorkspaceSite = {
      workspaceId: id,
      handlers: new HandlerTable(parts.handlers, parts.guard),
      rawRoutes: parts.rawRoutes,
      authenticate: authenticator({
        workspaceId: id,
        identity: parts.identity,
        directory: this.#account.directory,
        oauth: this.#account.oauth,
      }),
    };
    return { site, parts };
  }

  /** Forgets a workspace that was deleted. */
  #remove(id: number): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    const folder = this.#folderOf(id);
    const remove = async (): Promise<void> => {
      await open?.parts.close();
      this.#options.store.scope(nameOf(id)).clear();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    };
    remove().catch(this.#options.onError);
  }

  #folderOf(id: number): string | undefined {
    const { folder } = this.#options;
    return folder === undefined ? undefined : join(folder, nameOf(id));
  }
}

function nameOf(id: number): string {
  return `workspace-${id}`;
}
