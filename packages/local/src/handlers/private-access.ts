import type { Handlers } from "../contract/index.js";
import type { AccountEngine } from "../engines/account/index.js";
import { Reply } from "../http/context.js";

/** Serves `provisioning.PrivateAccessAPI`. */
export function privateAccessHandlers({
  privateAccess,
}: AccountEngine): Handlers["provisioning.PrivateAccessAPI"] {
  return {
    create: (request) => new Reply(201, privateAccess.create(request)),
    get: ({ private_access_settings_id }) => privateAccess.get(private_access_settings_id),
    list: () => privateAccess.list(),
    replace: ({ private_access_settings_id, customer_facing_private_access_settings: settings }) =>
      privateAccess.replace(private_access_settings_id, settings),
    delete: ({ private_access_settings_id }) => privateAccess.delete(private_access_settings_id),
  };
}
