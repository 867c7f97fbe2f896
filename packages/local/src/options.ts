import type { ClockMode, ClockOptions } from "./clock/index.js";

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
  /** Default: made up, or the folder's. */
  readonly workspaceId?: number;
  /** A UUID. Default: made up, or the folder's. */
  readonly accountId?: string;
  /** Seed of the dice of fault rules. Default 1. */
  readonly seed?: number;
  /** The longest JSON body that is taken, in bytes. Default 64 MiB. */
  readonly bodyLimit?: number;
  /** How many requests the journal keeps. Default 10,000. */
  readonly journalLimit?: number;
  /** Told of failures of the server itself. Default: written to standard error. */
  readonly onError?: (error: unknown) => void;
}
