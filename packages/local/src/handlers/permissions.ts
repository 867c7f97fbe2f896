import type { Handlers } from "../contract/index.js";
import type { PermissionEngine } from "../engines/permissions/index.js";
import { accessToWire, levelsToWire } from "./access-to-wire.js";

/** Serves `iam.PermissionsAPI`: the permissions on objects of every kind. */
export function permissionsHandlers(engine: PermissionEngine): Handlers["iam.PermissionsAPI"] {
  return {
    get: ({ request_object_type: kind, request_object_id: id }, { principal }) =>
      accessToWire(engine.get(kind, id, principal.id)),
    set: ({ request_object_type: kind, request_object_id: id, ...change }, { principal }) =>
      accessToWire(engine.set(kind, id, change.access_control_list ?? [], principal.id)),
    update: ({ request_object_type: kind, request_object_id: id, ...change }, { principal }) =>
      accessToWire(engine.update(kind, id, change.access_control_list ?? [], principal.id)),
    getPermissionLevels: ({ request_object_type: kind, request_object_id: id }, { principal }) =>
      levelsToWire(engine.levels(kind, id, principal.id)),
  };
}
