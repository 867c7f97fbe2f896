import type { Handlers } from "../contract/index.js";
import type { Schemas } from "../engines/catalog/index.js";

/** Serves `catalog.SchemasAPI`. */
export function schemasHandlers(schemas: Schemas): Handlers["catalog.SchemasAPI"] {
  return {
    create: (request, { principal }) => {
      const { catalog_name, name, comment, properties, custom_max_retention_hours } = request;
      const { storage_root } = request;
      const settings = { comment, properties, custom_max_retention_hours, storage_root };
      return schemas.create({ catalog_name, name, ...settings }, principal.userName);
    },
    get: ({ full_name }) => schemas.get(full_name),
    list: ({ catalog_name, ...query }) => {
      const { items, ...rest } = schemas.list(catalog_name, query);
      return { schemas: items, ...rest };
    },
    update: ({ full_name, ...request }, { principal }) => {
      const { new_name, owner, comment, properties } = request;
      const { enable_predictive_optimization, custom_max_retention_hours } = request;
      const tending = { enable_predictive_optimization, custom_max_retention_hours };
      const change = { new_name, owner, comment, properties, ...tending };
      return schemas.update(full_name, change, principal.userName);
    },
    delete: ({ full_name, force }) => schemas.delete(full_name, force),
  };
}
