import type { Handlers } from "../contract/index.js";
import type { AccountEngine } from "../engines/account/index.js";
import { Reply } from "../http/context.js";

/** Serves `provisioning.CredentialsAPI`. */
export function credentialsHandlers({
  credentials,
}: AccountEngine): Handlers["provisioning.CredentialsAPI"] {
  return {
    create: (request) => new Reply(201, credentials.create(request)),
    get: ({ credentials_id }) => credentials.get(credentials_id),
    list: () => credentials.list(),
    delete: ({ credentials_id }) => credentials.delete(credentials_id),
  };
}
