/** Who makes a request. */
export interface SecretCaller {
  readonly id: string;
  readonly userName: string;
}

/** What the engine needs to know of the people of the workspace. */
export interface SecretPrincipals {
  /** The user, service principal or group of that name, as it is written; undefined: there is none. */
  find(name: string): string | undefined;
  isAdmin(id: string): boolean;
  /** The names of the groups that somebody is in, directly or not. */
  groupNames(id: string): readonly string[];
}
