import type { Directory } from "./directory.js";
import { GROUPS } from "./groups.js";
import type { GroupRecord, ServicePrincipalRecord, UserRecord } from "./records.js";
import { ScimCollection } from "./scim-collection.js";
import { Scope } from "./scope.js";
import { SERVICE_PRINCIPALS } from "./service-principals.js";
import { USERS } from "./users.js";

/** The people of the account as SCIM shows them. */
export class AccountIdentity {
  readonly users: ScimCollection<UserRecord>;
  readonly groups: ScimCollection<GroupRecord>;
  readonly servicePrincipals: ScimCollection<ServicePrincipalRecord>;

  constructor(directory: Directory) {
    const scope = new Scope(directory);
    this.users = new ScimCollection(scope, USERS);
    this.groups = new ScimCollection(scope, GROUPS);
    this.servicePrincipals = new ScimCollection(scope, SERVICE_PRINCIPALS);
  }
}
