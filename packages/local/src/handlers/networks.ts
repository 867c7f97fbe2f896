import type { Handlers } from "../contract/index.js";
import type { AccountEngine } from "../engines/account/index.js";
import { Reply } from "../http/context.js";

/** Serves `provisioning.NetworksAPI`. */
export function networksHandlers({
  networks,
}: AccountEngine): Handlers["provisioning.NetworksAPI"] {
  return {
    create: (request) => new Reply(201, networks.create(request)),
    get: ({ network_id }) => networks.get(network_id),
    list: () => networks.list(),
    delete: ({ network_id }) => networks.delete(network_id),
  };
}
