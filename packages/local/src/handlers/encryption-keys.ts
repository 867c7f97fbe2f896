import type { Handlers } from "../contract/index.js";
import type { AccountEngine } from "../engines/account/index.js";
import { Reply } from "../http/context.js";

/** Serves `provisioning.EncryptionKeysAPI`. */
export function encryptionKeysHandlers({
  encryptionKeys,
}: AccountEngine): Handlers["provisioning.EncryptionKeysAPI"] {
  return {
    create: (request) => new Reply(201, encryptionKeys.create(request)),
    get: ({ customer_managed_key_id }) => encryptionKeys.get(customer_managed_key_id),
    list: () => encryptionKeys.list(),
    delete: ({ customer_managed_key_id }) => encryptionKeys.delete(customer_managed_key_id),
  };
}
