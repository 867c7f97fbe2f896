import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createClock, type ControlledClock } from "./clock/index.js";
import { checks, routes } from "./contract/index.js";
import { controlRoutes } from "./control/index.js";
import { replyScripts, type PlayedScripts } from "./engines/serving/index.js";
import { createFaults, type AppliedFaults } from "./faults/index.js";
import { Application, type Ports } from "./http/index.js";
import { createJournal, type RecordingJournal } from "./journal/index.js";
import type { LocalWorkspaceOptions } from "./options.js";
import { firstIdentity, type FirstIdentity } from "./seed/index.js";
import { Sites, type SitesOptions } from "./sites/index.js";
import type { ClosableStore } from "./state/index.js";
import { version } from "./version.js";

const MEBIBYTE = 1024 * 1024;

/** Whether the API has an operation of this id, e.g. `jobs.JobsAPI.create`. */
function isOperation(id: string): boolean {
  const dot = id.lastIndexOf(".");
  return Object.hasOwn(routes[id.slice(0, dot)] ?? {}, id.slice(dot + 1));
}

/** A local workspace without its socket: state, time, engines, and what answers requests. */
export class Instance {
  readonly identity: FirstIdentity;
  readonly clock: ControlledClock;
  readonly faults: AppliedFaults;
  readonly journal: RecordingJournal;
  readonly servingReplies: PlayedScripts = replyScripts();
  readonly application: Application;
  readonly #store: ClosableStore;
  /** Where engines keep files; undefined: in temporary folders of their own. */
  readonly #files: string | undefined;
  readonly #closing = new AbortController();
  readonly #host: () => string;
  readonly #onError: (error: unknown) => void;
  readonly #users: NonNullable<LocalWorkspaceOptions["users"]>;
  readonly #hostType: SitesOptions["hostType"];
  readonly #signIn: SitesOptions["signIn"];
  readonly #storage: SitesOptions["storage"];
  readonly #programs: Pick<SitesOptions, "gitHosts" | "python">;
  readonly #replies: SitesOptions["replies"];
  #sites: Sites;

  /** @param host where requests arrive */
  constructor(store: ClosableStore, options: LocalWorkspaceOptions, host: () => string) {
    const { clock = "instant", folder } = options;
    this.#store = store;
    this.#host = host;
    this.#users = options.users ?? [];
    this.#hostType = options.hostType ?? "unified";
    this.#storage = options.storage ?? "multipart";
    this.#programs = { python: options.python, gitHosts: options.gitHosts };
    this.#replies = {
      scripts: this.servingReplies,
      handlers: options.serving ?? {},
      externalFunctions: options.externalFunctions ?? {},
    };
    this.#signIn = {
      autoApprove: options.autoApprove ?? false,
      accessTokenSeconds: options.accessTokenSeconds,
      refreshTokenSeconds: options.refreshTokenSeconds,
    };
    this.#files = folder === undefined ? undefined : join(folder, "files");
    this.#onError = options.onError ?? ((error) => console.error("databricks-local:", error));
    this.clock = createClock({
      onError: this.#onError,
      ...(typeof clock === "string" ? { mode: clock } : clock),
    });
    this.faults = createFaults(options.seed, isOperation);
    this.journal = createJournal(options.journalLimit);
    this.identity = firstIdentity(store, options);
    this.#sites = this.#openSites();
    const ports = this.#ports(options.bodyLimit ?? 64 * MEBIBYTE);
    this.application = new Application(ports, host, this.#closing.signal);
  }

  /** Back to the beginning; the first identity stays. */
  async reset(): Promise<void> {
    await this.#sites.close();
    this.clock.close();
    this.#store.clear();
    if (this.#files !== undefined) await rm(this.#files, { recursive: true, force: true });
    firstIdentity(this.#store, this.identity);
    this.#sites = this.#openSites();
    this.faults.clear();
    this.journal.clear();
    this.servingReplies.clear();
  }

  /** Tells handlers that it is over; to be called before connections are ended. */
  abort(): void {
    this.#closing.abort(new Error("the local workspace is closing"));
  }

  /** Ends everything that runs and lets go of the folder. */
  async close(): Promise<void> {
    await this.#sites.close();
    this.clock.close();
    this.#store.close();
  }

  #openSites(): Sites {
    return new Sites({
      store: this.#store,
      clock: this.clock,
      folder: this.#files,
      identity: this.identity,
      users: this.#users,
      storage: this.#storage,
      ...this.#programs,
      replies: this.#replies,
      hostType: this.#hostType,
      signIn: this.#signIn,
      host: this.#host,
      onError: this.#onError,
    });
  }

  #ports(bodyLimit: number): Ports {
    const { accountId, workspaceId, userName } = this.identity;
    const sites = (): Sites => this.#sites;
    return {
      version,
      accountId,
      routes,
      checks,
      workspace: (id) => sites().workspace(id),
      account: () => sites().account,
      journal: this.journal,
      faults: this.faults,
      now: () => this.clock.now(),
      beginRead: () => this.clock.beginRead(),
      onError: this.#onError,
      bodyLimit,
      control: controlRoutes({
        version,
        clock: this.clock,
        faults: this.faults,
        journal: this.journal,
        servingReplies: this.servingReplies,
        coverage: () => this.application.coverage(),
        facts: () => ({
          host: this.#host(),
          accountId,
          workspaceId: String(workspaceId),
          userName,
        }),
        reset: () => this.reset(),
      }),
    };
  }
}
