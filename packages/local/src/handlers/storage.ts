import type { Handlers } from "../contract/index.js";
import type { AccountEngine } from "../engines/account/index.js";
import { Reply } from "../http/context.js";

/** Serves `provisioning.StorageAPI`. */
export function storageHandlers({ storage }: AccountEngine): Handlers["provisioning.StorageAPI"] {
  return {
    create: (request) => new Reply(201, storage.create(request)),
    get: ({ storage_configuration_id }) => storage.get(storage_configuration_id),
    list: () => storage.list(),
    delete: ({ storage_configuration_id }) => storage.delete(storage_configuration_id),
  };
}
