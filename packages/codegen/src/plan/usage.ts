import { type ApiPackage, camelCase, type Operation, type TypeRef } from "../model/index.js";
import type { RequestType } from "./requests.js";
import { namedIn, referencesOf } from "./type-refs.js";

/** Who uses a type: facts for its docstring, each list in the order of the model. */
export interface Usage {
  /** `Service.method` of the operations that return it, on its own or as a list's item. */
  readonly returnedBy: string[];
  /** Types and requests with a field of this type. */
  readonly heldBy: string[];
}

/** How the types of a package are used within it, by type name. */
export function planUsage(
  apiPackage: ApiPackage,
  requests: ReadonlyMap<string, RequestType>,
): ReadonlyMap<string, Usage> {
  const usages = new Map<string, Usage>(
    apiPackage.types.map((type) => [type.name, { returnedBy: [], heldBy: [] }]),
  );
  const note = (type: TypeRef, list: keyof Usage, user: string): void => {
    const named = namedIn(type);
    if (named?.package !== apiPackage.name || named.name === user) return;
    const users = usages.get(named.name)?.[list];
    if (users && !users.includes(user)) users.push(user);
  };
  for (const service of apiPackage.services) {
    for (const operation of service.operations) {
      const method = `${service.name}.${camelCase(operation.name)}`;
      for (const type of resultTypes(operation)) note(type, "returnedBy", method);
    }
  }
  for (const type of apiPackage.types) {
    for (const reference of referencesOf(type)) note(reference, "heldBy", type.name);
  }
  for (const request of new Set(requests.values())) {
    if (request.reused) continue;
    for (const field of request.fields) note(field.type, "heldBy", request.name);
  }
  return usages;
}

/** What an operation's caller gets to see: the response, a page's items, the end of a wait. */
export function resultTypes(operation: Operation): readonly TypeRef[] {
  const types = [
    operation.response.type,
    operation.paging?.itemType,
    operation.waiting?.result,
    operation.longRunning?.result,
    operation.longRunning?.metadata,
  ];
  return types.filter((type) => type !== null && type !== undefined);
}
