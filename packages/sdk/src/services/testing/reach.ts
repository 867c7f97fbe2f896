import { fileURLToPath } from "node:url";
import type {
  ApiModel,
  ApiPackage,
  ClientProperty,
  NamedType,
  Operation,
  Service,
  TypeRef,
} from "../../../../codegen/src/model/index.js";
import { camelCase } from "../../../../codegen/src/model/index.js";
import { readSpec } from "../../../../codegen/src/read/index.js";

export type { ApiPackage, NamedType, Operation, Service, TypeRef };
export { camelCase };

/** The API as the documents tell it: what the generated code is compared with. */
export const model: ApiModel = readSpec(
  fileURLToPath(new URL("../../../../../spec", import.meta.url)),
);

/** An operation, and a way to it from a client. */
export interface Reached {
  readonly client: "workspace" | "account";
  /** Properties from the client to the service: `["settings", "defaultNamespace"]`. */
  readonly properties: readonly string[];
  readonly service: Service;
  readonly operation: Operation;
}

/** Every way from a client to an operation of a package. */
export function reachedIn(packageName: string): readonly Reached[] {
  return model.clients.flatMap((client) =>
    services(client.properties).flatMap(({ properties, link }) => {
      if (link.package !== packageName) return [];
      const service = serviceOf(link);
      return service.operations.map((operation) => ({
        client: client.name,
        properties,
        service,
        operation,
      }));
    }),
  );
}

/** The packages that a client reaches, in the order of the model. */
export const reachedPackages: readonly string[] = model.packages
  .map(({ name }) => name)
  .filter((name) => reachedIn(name).length > 0);

function services(
  properties: readonly ClientProperty[],
  above: readonly string[] = [],
): { readonly properties: readonly string[]; readonly link: ClientProperty }[] {
  return properties.flatMap((link) => {
    const path = [...above, camelCase(link.name)];
    return [{ properties: path, link }, ...services(link.children, path)];
  });
}

function serviceOf(link: ClientProperty): Service {
  const found = packageOf(link.package).services.find(({ name }) => name === link.service);
  if (found) return found;
  throw new Error(`no service ${link.package}.${link.service}`);
}

export function packageOf(name: string): ApiPackage {
  const found = model.packages.find((candidate) => candidate.name === name);
  if (found) return found;
  throw new Error(`no package ${name}`);
}

/** The declaration of a named type, through aliases. */
export function declarationOf(type: TypeRef): NamedType | undefined {
  if (type.kind !== "named") return undefined;
  const found = packageOf(type.package).types.find(({ name }) => name === type.name);
  if (found) return found;
  throw new Error(`no type ${type.package}.${type.name}`);
}
