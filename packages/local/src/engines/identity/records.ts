import type { ScimValue } from "./scim/index.js";

/** What all who can be granted something have. */
interface BaseRecord {
  /** Decimal digits, unique in the account. */
  readonly id: string;
  readonly displayName: string;
  readonly externalId?: string | undefined;
  /** In the account: `account_admin` and others. */
  readonly roles: readonly string[];
}

/** A person. */
export interface UserRecord extends BaseRecord {
  readonly kind: "user";
  /** An e-mail address in lower case. */
  readonly userName: string;
  readonly name: { readonly givenName?: string; readonly familyName?: string };
  readonly emails: readonly ScimValue[];
  readonly active: boolean;
}

/** A program. */
export interface ServicePrincipalRecord extends BaseRecord {
  readonly kind: "servicePrincipal";
  /** A UUID: its user name, and its OAuth client id. */
  readonly applicationId: string;
  readonly active: boolean;
}

/** Users, service principals and groups under one name. */
export interface GroupRecord extends BaseRecord {
  readonly kind: "group";
  /** Ids of users, service principals and groups. */
  readonly members: readonly string[];
  /** The workspace that it is known in; absent: the account. */
  readonly workspaceId?: number | undefined;
  /** Of a workspace's own group. */
  readonly entitlements: readonly string[];
  /** The group is there from the start and stays. */
  readonly system?: "admins" | "users" | undefined;
}

/** Somebody of the account. */
export type PrincipalRecord = GroupRecord | ServicePrincipalRecord | UserRecord;

/** Says that a user, a service principal or a group of the account is in a workspace. */
export interface AssignmentRecord {
  readonly workspaceId: number;
  readonly principalId: string;
  /** What it may do in that workspace beyond what its groups may. */
  readonly entitlements: readonly string[];
  /** Instance profiles that it may use in that workspace. */
  readonly roles: readonly string[];
}

/** Who a credential stands for. */
export interface Principal {
  /** Decimal digits. */
  readonly id: string;
  /** The e-mail address of a user, the application id of a service principal. */
  readonly userName: string;
}
