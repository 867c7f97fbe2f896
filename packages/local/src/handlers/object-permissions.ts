import type * as wire from "databricks-sdk-ts/iam";
import type { AccessRequest, PermissionEngine } from "../engines/permissions/index.js";
import type { RequestContext } from "../http/context.js";
import { accessToWire, levelsToWire } from "./access-to-wire.js";

interface Change {
  readonly access_control_list?: readonly AccessRequest[] | undefined;
}

/** What serves the operations on permissions that a service has of its own. */
export interface ObjectPermissionsHandlers<R> {
  getPermissionLevels(request: R, context: RequestContext): wire.GetPermissionLevelsResponse;
  getPermissions(request: R, context: RequestContext): wire.ObjectPermissions;
  setPermissions(request: Change & R, context: RequestContext): wire.ObjectPermissions;
  updatePermissions(request: Change & R, context: RequestContext): wire.ObjectPermissions;
}

/**
 * Serves `getPermissions`, `setPermissions`, `updatePermissions` and `getPermissionLevels` of a
 * service: what `iam.PermissionsAPI` does for one kind of object.
 *
 * @param kind of the objects, or where it is in requests
 * @param idOf where the object's id is in requests
 */
export function objectPermissionsHandlers<R extends object>(
  engine: PermissionEngine,
  kind: string | ((request: R) => string),
  idOf: (request: R) => string,
): ObjectPermissionsHandlers<R> {
  const kindOf = (request: R): string => (typeof kind === "string" ? kind : kind(request));
  return {
    getPermissionLevels: (request, { principal }) =>
      levelsToWire(engine.levels(kindOf(request), idOf(request), principal.id)),
    getPermissions: (request, { principal }) =>
      accessToWire(engine.get(kindOf(request), idOf(request), principal.id)),
    setPermissions: (request, { principal }) =>
      accessToWire(
        engine.set(kindOf(request), idOf(request), request.access_control_list ?? [], principal.id),
      ),
    updatePermissions: (request, { principal }) =>
      accessToWire(
        engine.update(
          kindOf(request),
          idOf(request),
          request.access_control_list ?? [],
          principal.id,
        ),
      ),
  };
}
