import type { Principal, PrincipalRecord } from "./records.js";
import type { Resource, ResourceRules } from "./scim/index.js";
import type { Scope } from "./scope.js";
import type { View } from "./view.js";

/** How one kind of record is shown by SCIM, and made from what SCIM says. */
export interface ResourceType<R extends PrincipalRecord> {
  /** `User`, as error texts have it. */
  readonly noun: string;
  readonly rules: ResourceRules;
  /** Whether a record is of this kind. */
  is(record: PrincipalRecord): record is R;
  /** All records of this kind, in the order in which they came. */
  all(scope: Scope): readonly R[];
  /** The record as it is seen, without what it was given. */
  show(record: R, view: View): Resource;
  /**
   * The record that a resource describes.
   *
   * @param before as it is now; undefined: it is new
   * @throws WorkspaceError for values that cannot be
   */
  read(resource: Resource, before: R | undefined, scope: Scope): R;
  /** The one that bears the same name already, whether it is seen here or not. */
  twin(record: R, scope: Scope): R | undefined;
  /** What is said when there is one already. */
  taken(record: R, scope: Scope): string;
  /** @throws WorkspaceError when `caller` can't take it away */
  checkRemoval(record: R, caller: Principal): void;
}
