import type { CallOptions } from "../../api-client/index.js";
import { DatabricksError, requireFields, requireList } from "../../errors/index.js";
import {
  type GetPermissionRequest,
  type ObjectPermissions,
  PermissionsAPI,
  type UpdateObjectPermissions,
} from "../../services/iam/index.gen.js";
import {
  type AccessToRemove,
  ownEntries,
  requirePrincipals,
  withoutEntries,
} from "./access-entries.js";
import { meaningIds } from "./meaning-ids.js";
import { Turns } from "./turns.js";

/** What {@link Permissions.remove} takes away, and from which object. */
export interface RemovePermissions extends GetPermissionRequest {
  access_control_list: AccessToRemove[];
}

const objectFields = ["request_object_type", "request_object_id"] as const;

/** How often an entry is taken away that somebody else puts back at the same time. */
const writesAtMost = 3;

/**
 * {@link PermissionsAPI} that adds and removes single entries, where `set` replaces all of them.
 * Objects are named by their ids, serving endpoints and repos, too.
 */
export class Permissions extends PermissionsAPI {
  readonly #turns = new Turns();

  /**
   * Grants access to the principals named; what others have stays, also what they are granted at the
   * same time. Like `update`, but it waits for what {@link remove} of this client does to the object.
   * A `set` made at the same time replaces all, or is added to: whichever comes last.
   *
   * @see https://docs.databricks.com/api/workspace/permissions/update
   */
  async add(request: UpdateObjectPermissions, options?: CallOptions): Promise<ObjectPermissions> {
    requireFields("permissions.add", request, ...objectFields, "access_control_list");
    return this.#change(request, () => this.update(request, options), options);
  }

  /**
   * Takes away what the object itself grants to the principals named; what others have stays, and so
   * does what is inherited. Returns the permissions as they are then. Nothing is written where
   * nothing is to be removed, so that it does no harm to call it twice.
   *
   * The service can only replace all entries, and does not tell whether they are still what they
   * were: a change that somebody makes between this call's reading and its writing is lost, unless
   * it is made by {@link add} or `remove` of this client, which take turns. What can be noticed is
   * that an entry is there again; it is removed again then, three times at most.
   * Throws an {@link InvalidRequestError} for an entry without a principal, or with several; and a
   * {@link DatabricksError} when an entry does not go.
   *
   * @see https://docs.databricks.com/api/workspace/permissions/set
   */
  async remove(request: RemovePermissions, options?: CallOptions): Promise<ObjectPermissions> {
    requireFields("permissions.remove", request, ...objectFields, "access_control_list");
    const { access_control_list: unwanted, ...object } = request;
    requireList("permissions.remove", "access_control_list", unwanted);
    requirePrincipals(unwanted);
    return this.#change(object, () => this.#remove(object, unwanted, options), options);
  }

  async #remove(
    object: GetPermissionRequest,
    unwanted: readonly AccessToRemove[],
    options: CallOptions | undefined,
  ): Promise<ObjectPermissions> {
    let permissions = await this.get(object, options);
    for (let writes = 0; ; writes++) {
      const entries = ownEntries(permissions);
      const access_control_list = withoutEntries(entries, unwanted);
      if (access_control_list.length === entries.length) return permissions;
      if (writes === writesAtMost) throw notRemoved(object);
      permissions = await this.set({ ...object, access_control_list }, options);
    }
  }

  #change(
    object: GetPermissionRequest,
    work: () => Promise<ObjectPermissions>,
    { signal }: CallOptions = {},
  ): Promise<ObjectPermissions> {
    const key = objectFields.map((field) => object[field]).join("/");
    return this.#turns.take(key, () => meaningIds(object, work()), signal);
  }
}

function notRemoved({ request_object_type, request_object_id }: GetPermissionRequest): Error {
  return new DatabricksError(
    `${request_object_type} ${request_object_id} grants again what was removed ${writesAtMost} times: ` +
      "something else sets its permissions, or the service does not let go of them",
  );
}
