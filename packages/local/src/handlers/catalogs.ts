import type { Handlers } from "../contract/index.js";
import type { Catalogs } from "../engines/catalog/index.js";

/** Serves `catalog.CatalogsAPI`. */
export function catalogsHandlers(catalogs: Catalogs): Handlers["catalog.CatalogsAPI"] {
  return {
    create: (request, { principal }) => {
      const { name, comment, properties, options, custom_max_retention_hours } = request;
      const { connection_name, provider_name, share_name, storage_root } = request;
      const settings = { comment, properties, options, custom_max_retention_hours };
      const origin = { connection_name, provider_name, share_name, storage_root };
      return catalogs.create({ name, ...settings, ...origin }, principal.userName);
    },
    get: ({ name }) => catalogs.get(name),
    list: (request) => {
      const { items, ...rest } = catalogs.list(request);
      return { catalogs: items, ...rest };
    },
    update: ({ name, ...request }, { principal }) => {
      const { new_name, owner, comment, properties, options } = request;
      const { isolation_mode, enable_predictive_optimization, custom_max_retention_hours } =
        request;
      return catalogs.update(
        name,
        {
          new_name,
          owner,
          comment,
          properties,
          options,
          isolation_mode,
          enable_predictive_optimization,
          custom_max_retention_hours,
        },
        principal.userName,
      );
    },
    delete: ({ name, force }) => catalogs.delete(name, force),
  };
}
