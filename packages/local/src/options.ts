import type { ClockMode, ClockOptions } from "./clock/index.js";
import type { ExternalFunctionHandlers, ServingHandler } from "./engines/serving/index.js";

/** A person who is in the workspace from the start. */
export interface LocalUser {
  /** An e-mail address. */
  readonly userName: string;
  /** Default: the user name. */
  readonly displayName?: string;
  /** Whether they administer the workspace. Default false. */
  readonly admin?: boolean;
  /** A personal access token of theirs, chosen by whoever starts it. Default: they have none. */
  readonly token?: string;
}

/** How a local workspace is started. Everything has a default. */
export interface LocalWorkspaceOptions {
  /** Port to listen on. Default 0: any that is free. */
  readonly port?: number;
  /**
   * Address to bind to. Default `127.0.0.1`. Any other lets other machines in, and jobs run real
   * programs: do so in closed networks only.
   */
  readonly hostname?: string;
  /**
   * Folder in which everything is kept, made when it is missing; one server at a time. Default:
   * nothing is kept.
   */
  readonly folder?: string;
  /** How time passes. Default `instant`: no state is waited for. */
  readonly clock?: ClockMode | ClockOptions;
  /** The administrator's token. Default: made up, or the folder's. */
  readonly token?: string;
  /** The administrator's user name. Default `me@example.com`, or the folder's. */
  readonly userName?: string;
  /** People beside the administrator, e.g. to try permissions with. Default: none. */
  readonly users?: readonly LocalUser[];
  /**
   * Default: the folder's; else, on a fixed `port`, one that is always the same there, because clients
   * keep for a while what a host said that it is; else made up.
   */
  readonly workspaceId?: number;
  /** A UUID. Default: as for `workspaceId`. */
  readonly accountId?: string;
  /**
   * What the host says that it is, in its discovery document: one workspace's, the account's console,
   * or both. It is both whatever it says. Default `unified`.
   */
  readonly hostType?: "account" | "unified" | "workspace";
  /**
   * Signs users in without asking when an application sends them here: the user of that name, or,
   * for `true`, the administrator. For tests: any page can then sign in. Default: a page asks.
   */
  readonly autoApprove?: boolean | string;
  /** How long OAuth access tokens last, in whole seconds. Default 3600. */
  readonly accessTokenSeconds?: number;
  /** How long OAuth refresh tokens last, in whole seconds. Default 604,800: a week. */
  readonly refreshTokenSeconds?: number;
  /**
   * How clients get at the cloud storage below volumes: in parts, as with AWS and Azure; resumably,
   * as with GCP; or not at all, as where presigned URLs are not enabled. Default `multipart`.
   */
  readonly storage?: "multipart" | "none" | "resumable";
  /**
   * The Python interpreter (3.8 or later) of jobs, notebooks and commands: a name that is looked for on
   * `PATH`, or a path. Default `python3`.
   */
  readonly python?: string;
  /**
   * Hosts that repositories may be cloned from, beside `file://`: exact names, `*.example.com`, or `*`.
   * Default: this machine's, so that nothing reaches the network.
   */
  readonly gitHosts?: readonly string[];
  /**
   * What answers queries of serving endpoints in place of models, by the endpoint's name; `*` for all
   * others. Default: chats, completions and predictions repeat what was asked, and embeddings depend
   * on their text alone.
   */
  readonly serving?: Readonly<Record<string, ServingHandler>>;
  /**
   * What answers `httpRequest` in place of services outside, by the name of the connection that leads
   * to each. Default: there are no connections.
   */
  readonly externalFunctions?: ExternalFunctionHandlers;
  /** Seed of the dice of fault rules. Default 1. */
  readonly seed?: number;
  /** The longest JSON body that is taken, in bytes. Default 64 MiB. */
  readonly bodyLimit?: number;
  /** How many requests the journal keeps. Default 10,000. */
  readonly journalLimit?: number;
  /** Told of failures of the server itself. Default: written to standard error. */
  readonly onError?: (error: unknown) => void;
}
