/** How {@link nodeTransport} connects. All of it is optional. */
export interface NodeTransportOptions {
  /**
   * Certificates of authorities to trust, PEM, in place of the list that comes with Node. To trust
   * one more beside that list, set the environment variable `NODE_EXTRA_CA_CERTS` instead.
   */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** The client's own certificate chain for mutual TLS, PEM; needs {@link key}. */
  readonly cert?: string | Uint8Array | undefined;
  /** The private key of {@link cert}, PEM. */
  readonly key?: string | Uint8Array | undefined;
  /** Accept any certificate: anyone on the way can read along. Default: `false`. */
  readonly skipVerify?: boolean | undefined;
  /**
   * URL of the proxy for all hosts, e.g. `http://user:password@proxy:3128`; `false` for none.
   * Default: what `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` (or their lower-case
   * forms, which win) say; loopback addresses are then never proxied.
   */
  readonly proxy?: string | false | undefined;
  /** Where the proxy variables are read from. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Milliseconds of silence after which an exchange fails; 0: never. Default: 60,000. */
  readonly inactivityTimeout?: number | undefined;
  /** Connections per host; further requests wait for a free one. Default: no limit. */
  readonly maxConnections?: number | undefined;
}

/** Milliseconds of silence after which an exchange fails, unless an option says otherwise. */
export const defaultInactivityTimeout = 60_000;
