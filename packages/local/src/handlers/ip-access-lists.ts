import type { Handlers } from "../contract/index.js";
import type { IpAccessEngine } from "../engines/ip-access/index.js";

/** Serves `settings.IpAccessListsAPI` and `settings.AccountIpAccessListsAPI`. */
export function ipAccessListsHandlers(
  engine: IpAccessEngine,
): Handlers["settings.AccountIpAccessListsAPI"] & Handlers["settings.IpAccessListsAPI"] {
  return {
    create: (request, { principal }) => ({ ip_access_list: engine.create(request, principal.id) }),
    get: ({ ip_access_list_id: id }) => ({ ip_access_list: engine.get(id) }),
    list: () => ({ ip_access_lists: engine.list() }),
    replace: ({ ip_access_list_id: id, ...request }, { principal }) => {
      engine.replace(id, request, principal.id);
    },
    update: ({ ip_access_list_id: id, ...request }, { principal }) => {
      engine.update(id, request, principal.id);
    },
    delete: ({ ip_access_list_id: id }) => engine.delete(id),
  };
}
