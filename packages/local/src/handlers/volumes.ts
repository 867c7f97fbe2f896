import type { Handlers } from "../contract/index.js";
import type { Volumes } from "../engines/catalog/index.js";

/** Serves `catalog.VolumesAPI`. */
export function volumesHandlers(volumes: Volumes): Handlers["catalog.VolumesAPI"] {
  return {
    create: (request, { principal }) => volumes.create(request, principal.userName),
    read: ({ name }) => volumes.get(name),
    list: ({ catalog_name, schema_name, ...query }) => {
      const { items, ...rest } = volumes.list(catalog_name, schema_name, query);
      return { volumes: items, ...rest };
    },
    update: ({ name, new_name, owner, comment }, { principal }) =>
      volumes.update(name, { new_name, owner, comment }, principal.userName),
    delete: ({ name }) => volumes.delete(name),
  };
}
