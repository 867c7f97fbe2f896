/** A user or a service principal, as tokens are issued to them. */
export interface OAuthPrincipal {
  /** SCIM id: decimal digits. */
  readonly id: string;
  /** A user's name; a service principal's application id. */
  readonly userName: string;
  readonly displayName: string;
}

/** The directory of the account, as the OAuth server sees it. All of it is about active principals. */
export interface OAuthIdentity {
  users(): readonly OAuthPrincipal[];
  /** The user of that SCIM id. */
  user(id: string): OAuthPrincipal | undefined;
  /** The service principal of that SCIM id. */
  servicePrincipal(id: string): OAuthPrincipal | undefined;
  /** The service principal of that application id, which is its OAuth client id. */
  servicePrincipalByClientId(clientId: string): OAuthPrincipal | undefined;
  /** The user of that name, or the service principal of that application id, in any case. */
  byName(name: string): OAuthPrincipal | undefined;
  /** Whose personal access token it is in that workspace. */
  tokenOwner(token: string, workspaceId: number): OAuthPrincipal | undefined;
}

/**
 * Reads a document that a federation policy names: an issuer's keys. Rejects when it cannot be had, or
 * may not be asked for.
 */
export type FetchDocument = (url: string) => Promise<string>;

/** On whose behalf a token is issued: the account, or one workspace. */
export interface Realm {
  /** The issuer's URL, which its endpoints begin with. */
  readonly issuer: string;
  /** The account's id, or the workspace's. */
  readonly audience: string;
  readonly workspaceId: number;
}
